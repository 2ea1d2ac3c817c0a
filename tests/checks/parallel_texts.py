"""A short piece of news in several languages, a sentence a line, for the tests of what pairs texts."""

NEWS = {
    "en": """The government reopened the bridge over the river on Sunday after 14 months of repairs.
Salim Haddad, the mayor of Latakia, said that 3,200 cars had crossed it by the evening.
Farmers from the villages in the north brought oil and oranges to the market at dawn.
“We waited a whole year for this day,” a driver told the newspaper.
The ministry of health will send two doctors to the hospital in Homs next week.
Nobody could say when the school would open again.
Police arrested five men on the border with Turkey and found weapons in their truck.
The price of bread rose by 20 percent in October, according to the central bank.
Rain is expected on the coast during the night.
A committee of the parliament meets in Damascus on Thursday to discuss the new law.""",
    "ar": """أعادت الحكومة يوم الأحد فتح الجسر فوق النهر بعد 14 شهراً من الإصلاحات.
وقال سليم حداد، رئيس بلدية اللاذقية، إن ٣٢٠٠ سيارة عبرته حتى المساء.
وحمل مزارعون من قرى الشمال الزيت والبرتقال إلى السوق عند الفجر.
وقال سائق للصحيفة: «انتظرنا هذا اليوم سنة كاملة».
وسترسل وزارة الصحة طبيبين إلى المستشفى في حمص الأسبوع المقبل.
ولم يستطع أحد أن يقول متى تفتح المدرسة أبوابها من جديد.
واعتقلت الشرطة خمسة رجال على الحدود مع تركيا وعثرت على أسلحة في شاحنتهم.
وارتفع سعر الخبز بنسبة 20 في المئة في تشرين الأول، بحسب المصرف المركزي.
ومن المتوقع هطول أمطار على الساحل خلال الليل.
وتجتمع لجنة من البرلمان في دمشق يوم الخميس لمناقشة القانون الجديد.""",
    "fa": """دولت روز یکشنبه پل روی رودخانه را پس از ۱۴ ماه تعمیر بازگشایی کرد.
سلیم حداد، شهردار لاذقیه، گفت تا عصر ۳۲۰۰ خودرو از آن گذشته‌اند.
کشاورزان روستاهای شمال سپیده‌دم روغن و پرتقال به بازار آوردند.
راننده‌ای به روزنامه گفت: «یک سال تمام منتظر این روز بودیم.»
وزارت بهداشت هفته آینده دو پزشک به بیمارستان حمص می‌فرستد.
هیچ‌کس نتوانست بگوید مدرسه چه وقت دوباره باز می‌شود.
پلیس پنج مرد را در مرز ترکیه بازداشت کرد و در کامیون آن‌ها سلاح یافت.
به گفته بانک مرکزی، قیمت نان در ماه اکتبر ۲۰ درصد افزایش یافت.
انتظار می‌رود شب در ساحل باران ببارد.
کمیته‌ای از مجلس روز پنجشنبه در دمشق برای گفتگو درباره قانون جدید تشکیل جلسه می‌دهد.""",
    "tr": """Hükümet, nehrin üzerindeki köprüyü 14 aylık onarımın ardından pazar günü yeniden açtı.
Lazkiye Belediye Başkanı Salim Haddad, akşama kadar köprüden 3.200 arabanın geçtiğini söyledi.
Kuzeydeki köylerden gelen çiftçiler şafakta pazara yağ ve portakal getirdi.
Bir sürücü gazeteye, “Bugünü tam bir yıl bekledik” dedi.
Sağlık Bakanlığı gelecek hafta Humus'taki hastaneye iki doktor gönderecek.
Okulun ne zaman yeniden açılacağını kimse söyleyemedi.
Polis, Türkiye sınırında beş erkeği tutukladı ve kamyonlarında silah buldu.
Merkez Bankası'na göre ekmek fiyatı ekimde yüzde 20 arttı.
Gece boyunca kıyıda yağmur bekleniyor.
Meclisin bir komisyonu yeni yasayı görüşmek üzere perşembe günü Şam'da toplanıyor.""",
    "fr": """Le gouvernement a rouvert dimanche le pont sur le fleuve après 14 mois de travaux.
Salim Haddad, le maire de Lattaquié, a déclaré que 3 200 voitures l’avaient emprunté jusqu’au soir.
Des agriculteurs des villages du nord ont apporté à l’aube de l’huile et des oranges au marché.
« Nous avons attendu ce jour toute une année », a dit un conducteur au journal.
Le ministère de la Santé enverra deux médecins à l’hôpital de Homs la semaine prochaine.
Personne ne pouvait dire quand l’école rouvrirait.
La police a arrêté cinq hommes à la frontière turque et trouvé des armes dans leur camion.
Le prix du pain a augmenté de 20 % en octobre, selon la banque centrale.
De la pluie est attendue sur la côte pendant la nuit.
Une commission du parlement se réunit jeudi à Damas pour discuter de la nouvelle loi.""",
    "de": """Die Regierung hat die Brücke über den Fluss am Sonntag nach 14 Monaten Bauzeit wieder geöffnet.
Salim Haddad, der Bürgermeister von Latakia, sagte, bis zum Abend hätten 3.200 Autos sie überquert.
Bauern aus den Dörfern im Norden brachten im Morgengrauen Öl und Orangen auf den Markt.
„Auf diesen Tag haben wir ein ganzes Jahr gewartet“, sagte ein Fahrer der Zeitung.
Das Gesundheitsministerium schickt nächste Woche zwei Ärzte ins Krankenhaus von Homs.
Niemand konnte sagen, wann die Schule wieder öffnet.
Die Polizei nahm an der Grenze zur Türkei fünf Männer fest und fand Waffen in ihrem Lastwagen.
Der Brotpreis stieg laut der Zentralbank im Oktober um 20 Prozent.
In der Nacht wird an der Küste Regen erwartet.
Ein Ausschuss des Parlaments tritt am Donnerstag in Damaskus zusammen, um das neue Gesetz zu beraten.""",
}


def lines(language: str) -> list[str]:
    """The piece in `language`, a sentence each."""
    return NEWS[language].split("\n")
