"""Words that tell names of outlets, people, places and bodies apart, without marks, in small letters."""

from .spellings import plain


def words_in(text: str) -> frozenset[str]:
    """The words of a list, each also without its marks."""
    return frozenset(form for word in text.split() for form in (word, plain(word)) if " " not in form)


# What outlets are called by, in the languages of the region and in English.
OUTLET_WORDS = words_in("""
    news press times post herald tribune gazette journal observer chronicle telegraph monitor report reports
    insight review today net online tv radio fm media network channel agency magazine daily weekly voice mirror
    standard guardian independent direct untold deeply watan thawra thawrah baath hayat quds arabi araby arabiya
    arabiyya jadeed jadid awsat akhbar nahar safir sharq asharq shark mada madina medina wasl enab inab baladi
    zaman hal jazeera mayadeen manar modon mudun furat ayyam riyadh okaz bilad tishreen wahda jumhuriya
    jumhuriyya jumhouriya dustour rai ghad khaleej bayan ittihad sabah hurriyet cumhuriyet anadolu yeni safak
    milliyet sozcu birgun evrensel rudaw orient souria souriya souriyoun souriatna suriya sooria kulluna sada
    sawt diwan ahram masry shorouk youm liwa mustaqbal joumhouria iqtisadi iqtissadi raseef22 raseef sy24
    all4syria kurdistan24 levant24 syriadirect suwayda24 sweida24 janoubia daraj legal-agenda alhurra hurra
    horria aliqtisadi alghad kayhan fars tasnim mehr irna isna etemad shargh haaretz yediot maariv ynet sputnik
    tass izvestia kommersant interfax almodon elaph qasioun jesr ugarit horan horanfree freedom eqtsad eqtisad
    halab nedaa nidaa hawar anha baladinews jusoor jusour kuluna monde figaro liberation spiegel zeit bbc cnn
    afp reuters dw france24 صحيفة جريدة وكالة موقع قناة شبكة بلدي الوطن الثورة تشرين البعث الحياة العربي الجديد
    القدس الاوسط الاخبار النهار السفير المدن الجزيره العربيه الميادين سانا زمان الوصل عنب جريده الجمهوريه سوريا
    سوريه اورينت الشرق حلب نداء صدي صوت السويداء
""")
AGENCIES = words_in("""
    sana anadolu anadoluagency aa irna isna fars farsnews tasnim tass ria rianovosti interfax petra wafa nna
    mena spa qna wam hawarnews anha northpress smartnews dpa afp reuters ap upi efe ansa xinhua
""")
# Heard everywhere and quoted in passing by everyone.
WIRES = words_in("""
    reuters afp agencefrancepresse france-presse ap associatedpress dpa upi efe ansa xinhua bbc cnn newyorktimes
    nytimes washingtonpost wallstreetjournal financialtimes guardian telegraph times sundaytimes bloomberg axios
    politico monde lemonde figaro lefigaro derspiegel spiegel foxnews nbc abc cbs npr dw deutschewelle france24
    skynews economist humanrightswatch hrw amnestyinternational amnesty
""")
SOCIAL = words_in("facebook twitter x telegram instagram youtube tiktok whatsapp socialmedia linkedin")
# Names with capitals that are no outlets, as they follow "according to" or stand alone at the foot.
NO_OUTLETS = words_in("""
    syria damascus aleppo homs hama latakia lattakia tartous tartus idlib idleb daraa deraa sweida suwayda raqqa
    hassakeh hasakah hassaka qamishli deirezzor quneitra palmyra douma ghouta manbij kobani afrin azaz jarablus
    albab beirut lebanon tripoli amman jordan baghdad iraq mosul erbil turkey turkiye ankara istanbul gaziantep
    cairo egypt riyadh doha qatar dubai uae kuwait iran tehran russia moscow washington london paris berlin
    geneva vienna brussels newyork sochi astana israel jerusalem palestine gaza golan europe america usa us uk
    eu un nato isis is daesh sdf sna fsa hts ypg ypj pyd pkk irgc cia fbi fsb snc hnc opcw unhcr unicef undp who
    ocha wfp icc unsc iom ngo ngos sohr hezbollah hizbollah hamas fatah taliban nusra alnusra alqaeda qaeda
    kremlin pentagon centcom january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday ramadan eid agencies staff editor editors editorial correspondent correspondents newsroom sources
    source author writer reporter admin end theend restinpeace amen law article decree constitution resolution
    chapter part section figure table president minister ministers god allah islam arabic english french turkish
    kurdish persian syrian syrians note ends baathparty republic whitehouse statedepartment securitycouncil
    unitednations unitedstates europeanunion arableague سوريا سوريه دمشق حلب حمص حماه ادلب درعا بيروت وكالات
""")
LABEL_WORDS = words_in("""
    newspaper newspapers daily weekly monthly paper website site news portal agency outlet outlets channel
    television tv radio station broadcaster magazine platform network blog pro-government pro-opposition
    pro-regime anti-government opposition loyalist government regime state official semi-official independent
    local pan-arab private leading influential prominent state-run state-owned government-run media economic
    business arabic-language kurdish-language english-language online electronic well-known conservative
    reformist hardline liberal leftist islamist secular research tank think think-tank opposition-linked exile
    exiled satellite respected semiofficial specialised specialized open-source research-based
""")
DEMONYMS = words_in("""
    syrian lebanese turkish saudi iranian iraqi jordanian egyptian israeli russian kurdish palestinian qatari
    emirati arab arabic kuwaiti american british french german persian yemeni bahraini omani libyan tunisian
    algerian moroccan
""")
COLLECTIVE_WORDS = words_in("""
    observatory centre center network institute organization organisation council foundation committee union
    authority ministry directorate establishment fund agency association group forum presidency command
    coalition party syndicate commission office board governorate administration movement brigade army forces
    front embassy bank university
""")
# What may stand with a capital before a name because a sentence begins there.
STARTERS = words_in("""
    the in on at as but and for by with when while after before since if yet so also then meanwhile later
    earlier today yesterday however elsewhere according citing quoting writing a an this that these those there
    his her its their our monday tuesday wednesday thursday friday saturday sunday january february march april
    june july august september october november december from to of or nor not no what why how who where another
""")
TITLES = words_in(
    "dr mr mrs ms prof professor sheikh shaykh eng father sayyed sayyid imam brig gen col maj abu umm um abou"
)
GIVEN_NAMES = words_in("""
    ahmad ahmed ahmet mohammad mohamed mohammed mohamad muhammad muhammed mehmet mahmoud mahmud mustafa moustafa
    ali hassan hasan hussein hussain husayn husein khaled khalid khalil omar umar othman osman yousef yusuf
    youssef yusef yassin yasin ibrahim ismail ishaq idris ilyas elias georges george michel michael mikhail
    antoun hanna boutros paul pierre jean samir sami samer samar salam salim saleh salah salem sultan suleiman
    sulaiman sleiman said saeed saad saadallah saif walid waleed wael wissam wassim wasim ward wafa bashar basel
    bassel bassam bassem basil bakr badr bahgat burhan hazem hatem haitham haytham hadi hamza hamid hamed hani
    haidar hafez hikmat hind hiba huda houda imad emad iyad eyad iman issa jamal jameel jamil jihad jawad jaber
    joseph joumana kamal kareem karim kinan kinda lina laila leila layla louay luay lujain loubna lubna maan
    majid majed maher malek manal manar mansour marwan maryam mariam maya mays maysoun mazen michal mouna muna
    mona moncef munif munir murad musa moussa naim naji najib nasser nasr nadia nada nabil nael nidal nizar nour
    noor nouri omran ola qusai qasim qassem raed rafik rafiq rami rana rania rasha rashid riad riyad rida ridwan
    rima rim rola rosa rouba ruba rustum saba sadek sadiq safwan samira sana' sarah sara sari sawsan shadi
    shaker shiar sinan sobhi subhi suhair suhail suad souad tahsin taim talal tamam tamer tariq tarek tareq
    taysir thaer turki wadah yahya yara yaser yasser yazan younes yunus zaid zaher zain zaki zakaria zeina ziad
    ziyad zuhair abdul abdel abdulaziz abdullah abdallah abdulrahman abdelrahman abdulkader abdulbaset adel adil
    adnan aisha akram alaa amal amer amin amina amjad ammar anas anwar aref arin asaad asma aws ayham ayman aziz
    azmi bouthaina buthaina diana dima elia fadi fahd fadel faisal fares faris farouk faruk fatima fatma fawaz
    fawwaz fayez firas fouad fuad ghassan ghada ghaith ghazi hala hazar helin hevin mazloum mulham mahdi masoud
    mesut murat burak can cengiz fehim ferhat hakan kemal levent orhan selim serkan yasar javad hossein reza
    saeid amir mehdi alireza john james david robert peter charles richard william thomas mark christoph
    christopher daniel stephen steven anne mary jane robin patrick simon andrew martin sergei vladimir dmitry
    ivan mikhail alexander igor maria elizabeth charlotte christian eric franz hugo kim محمد احمد علي حسن حسين
    خالد عمر ابراهيم يوسف محمود مصطفي سمير سامر وليد وائل بشار ميشيل برهان ياسين صبحي خطيب عبد رشا فواز الياس
    غسان حازم راشد عدنان عمار ماهر بكر رستم ساطع لينا رنا ديمه هنادي سميره ماجد كمال فايز نجيب جمال
""")
