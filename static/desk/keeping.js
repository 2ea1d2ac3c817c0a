// Nothing that is typed into an article is lost: kept on the device at once, with the desk soon after, and saved by
// sending the change alone.

const place = document.getElementById("keeping");
const form = document.getElementById("article_form");

const TICK = 1_000;
const TO_DEVICE = 400;
const TO_DESK = 2_500;
const STILL_TYPING = 10_000;
const HEARD_OF = 15_000;
const LATER = 60_000;
const LONGEST_PAUSE = 30_000;
const AS_IT_GOES = 60_000;

class Keeping {
  constructor({ valuesOf, changed, change, mark, Line, Device, Again }) {
    Object.assign(this, { valuesOf, changed, change, mark });
    const said = place.dataset;
    this.member = Number(said.member);
    this.line = new Line(said.key);
    this.device = new Device(`${said.member}:${said.article}`);
    this.again = new Again(said.again, this.member, this.line, (key) => this.signedIn(key));
    // A form that was refused shows what was typed before, and none of it is saved.
    this.wasRefused = form.querySelector(".errornote, .errorlist, .desk-conflict") !== null;
    const opened = this.wasRefused ? new Map() : valuesOf(form);
    this.stored = new Map(opened);
    for (const name of said.resumed.split(" ")) this.stored.delete(name);
    // What the desk is known to have, saved or kept.
    this.known = new Map();
    this.learn(opened);
    this.last = valuesOf(form);
    this.typedAt = this.heardAt = this.pausedUntil = 0;
    this.unsentSince = null;
    this.pause = 0;
    this.turn = Promise.resolve();
    this.wantsSave = this.isAskedAgain = this.goesNative = false;
    this.onDevice = true;
    // What the device had from before, until the desk has it.
    this.left = null;
    this.said = "";
  }

  async begin() {
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("input", () => {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.tick(), TO_DEVICE);
    });
    window.addEventListener("online", () => this.retry());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("newsroom:leaving", (event) => {
      if (this.goesNative || this.isSafe()) event.preventDefault();
    });
    document.addEventListener("submit", (event) => {
      if (event.target.closest("#kept")) this.discard(event);
    });
    const given = await this.line.key();
    if (given.member === this.member) await this.device.useKey(given.key);
    await this.bringLeftOver();
    place.dataset.isReady = "";
    setInterval(() => this.tick(), TICK);
    this.tick();
  }

  // --- What there is -----------------------------------------------------------------------------

  async learn(values) {
    for (const [name, each] of values) this.known.set(name, { values: each, mark: null });
    for (const [name, each] of values) {
      const made = each.length === 1 ? await this.mark(each[0]) : null;
      const known = this.known.get(name);
      if (known.values === each) known.mark = made;
    }
  }

  unsent(now) {
    return this.changed(now, new Map([...this.known].map(([name, { values }]) => [name, values])));
  }

  isSafe() {
    const now = this.valuesOf(form);
    const onDevice = this.onDevice && this.changed(now, this.last).length === 0;
    return onDevice || this.unsent(now).length === 0;
  }

  get revision() {
    return Number(form.elements.revision.value);
  }

  message(now, names, more = {}) {
    const fields = names.map((name) => [name, this.change(now.get(name) ?? [], this.known.get(name))]);
    const isTyping = Date.now() - this.typedAt < STILL_TYPING;
    return { revision: this.revision, member: this.member, is_typing: isTyping, fields: Object.fromEntries(fields), ...more };
  }

  say(words) {
    if (words !== this.said) document.getElementById("keeping-status").textContent = this.said = words;
  }

  // --- Every second ------------------------------------------------------------------------------

  tick() {
    if (this.goesNative) return;
    const now = this.valuesOf(form);
    const moment = Date.now();
    if (this.changed(now, this.last).length) {
      this.last = now;
      this.typedAt = moment;
      this.pause = this.wantsSave ? this.pause : 0;
      this.putOnDevice(now);
    }
    const isUnsent = this.unsent(now).length > 0;
    this.unsentSince = isUnsent ? this.unsentSince ?? moment : null;
    if (moment < this.pausedUntil) return;
    if (this.wantsSave) this.save();
    else if (isUnsent && moment - this.unsentSince >= TO_DESK) this.keep();
    else if (moment - this.heardAt >= HEARD_OF && document.visibilityState === "visible") this.keep({ isOnlyHere: true });
  }

  async putOnDevice(now) {
    this.onDevice = false;
    if (!this.unsent(now).length) return;
    const names = this.changed(now, this.stored);
    const fields = { ...this.left?.fields, ...Object.fromEntries(names.map((name) => [name, now.get(name) ?? []])) };
    const kept = await this.device.put({ revision: this.left?.revision ?? this.revision, fields });
    if (this.last === now) this.onDevice = kept;
  }

  inTurn(work) {
    if (!this.isBusy) {
      this.isBusy = true;
      this.turn = work().finally(() => { this.isBusy = false; });
    }
    return this.turn;
  }

  // --- To the desk -------------------------------------------------------------------------------

  keep({ isOnlyHere = false } = {}) {
    return this.inTurn(async () => {
      document.dispatchEvent(new CustomEvent("newsroom:flush"));
      const now = this.valuesOf(form);
      const names = isOnlyHere ? [] : this.unsent(now);
      const beside = document.getElementById("kept") !== null;
      const answer = await this.line.post(place.dataset.autosave, this.message(now, names, { beside }));
      if (answer.status !== 200) return this.failed(answer, names);
      this.heard(answer);
      if (this.left) await this.bringLeftOver();
      if (names.length) {
        this.say(answer.said);
        this.learn(this.only(now, names));
        if (!this.unsent(this.valuesOf(form)).length) await this.forget();
      }
    });
  }

  only(now, names) {
    return new Map(names.map((name) => [name, now.get(name) ?? []]));
  }

  heard(answer) {
    this.heardAt = Date.now();
    this.pause = this.pausedUntil = 0;
    const lines = [...(answer.others ?? []).map((other) => other.words), ...(answer.stale ? [answer.stale_words] : [])];
    const box = document.getElementById("keeping-others");
    const before = [...box.children].map((line) => line.textContent);
    if (answer.others && lines.join("\n") !== before.join("\n")) {
      box.replaceChildren(...lines.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
    }
    if (answer.at_hand) {
      document.dispatchEvent(new CustomEvent("newsroom:names", { detail: answer.at_hand }));
    }
    if (answer.pairing) {
      document.dispatchEvent(new CustomEvent("newsroom:pairing", { detail: answer.pairing }));
    }
    if (answer.findings) {
      document.dispatchEvent(new CustomEvent("newsroom:findings", { detail: { findings: answer.findings } }));
    }
  }

  failed(answer, names = []) {
    delete place.dataset.isSaving;
    this.heardAt = Date.now();
    if (answer.why === "base") {
      // The desk doesn't have the text that this was a change of: next time it gets it whole.
      for (const name of names) if (this.known.has(name)) this.known.get(name).mark = null;
      return;
    }
    if (answer.status === 401) {
      if (!names.length && !this.wantsSave) return;
      this.wait(LATER);
      this.again.ask();
    } else if (answer.status && answer.status < 500) {
      this.wait(LATER);
    } else {
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2 || 2 * TICK);
      this.wait(this.pause);
    }
    if (!names.length && !this.wantsSave) return;
    const { onDevice, notSent, notKept } = place.dataset;
    this.say(answer.words || (!this.onDevice ? notKept : this.wantsSave ? notSent : onDevice));
  }

  wait(milliseconds) {
    this.pausedUntil = Date.now() + milliseconds;
  }

  retry() {
    this.pausedUntil = this.pause = 0;
    this.unsentSince = this.unsentSince && 0;
    this.tick();
  }

  async signedIn(key) {
    await this.device.useKey(key);
    await this.putOnDevice(this.last);
    this.retry();
  }

  /** The page goes: what the desk hasn't got yet is sent along, as far as a browser lets it. */
  leave() {
    const now = this.valuesOf(form);
    const names = this.goesNative ? [] : this.unsent(now);
    const message = this.message(now, names);
    if (names.length && JSON.stringify(message).length < AS_IT_GOES) {
      this.line.post(place.dataset.autosave, message, { keepalive: true });
    }
  }

  // --- Offered back ------------------------------------------------------------------------------

  async bringLeftOver() {
    // Brought again, it doesn't take the place of what was typed since.
    const beside = this.left !== null;
    const left = this.left ?? await this.device.take();
    if (!left || this.wasRefused) return;
    this.left = left;
    const now = this.valuesOf(form);
    const fields = Object.fromEntries(this.changed(new Map(Object.entries(left.fields)), now).flatMap(
      (name) => name in left.fields ? [[name, left.fields[name]]] : [],
    ));
    if (Object.keys(fields).length) {
      const answer = await this.line.post(place.dataset.autosave, {
        revision: left.revision, member: this.member, fields, beside, is_left_over: true,
      });
      if (answer.status !== 200) return;
      document.getElementById("kept")?.remove();
      place.insertAdjacentHTML("afterend", answer.offer);
    }
    this.left = null;
    await this.forget();
  }

  async forget() {
    if (!this.left) await this.device.remove();
  }

  async discard(event) {
    event.preventDefault();
    const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) }).catch(() => null);
    if (!answer?.ok) return;
    document.getElementById("kept").remove();
    // What was typed beside it went as well, and is sent once more.
    this.known.clear();
    await this.learn(this.stored);
  }

  // --- Saving ------------------------------------------------------------------------------------

  submitted(event) {
    if (this.goesNative || (event.submitter?.name ?? "_save") !== "_save") {
      this.goesNative = true;
      return;
    }
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("newsroom:flush"));
    const now = this.valuesOf(form);
    const names = this.changed(now, this.stored);
    const hasOtherRows = names.some((name) => !this.stored.has(name) || /-(TOTAL_FORMS|DELETE)$/.test(name));
    const wasTakenUp = place.dataset.resumed !== "" && !names.some((name) => /-(TOTAL_FORMS|DELETE)$/.test(name));
    if (this.wasRefused || (hasOtherRows && !wasTakenUp && !this.isBoxes(names))) {
      this.wholly();
    } else {
      this.wantsSave = this.isAskedAgain = true;
      this.pausedUntil = 0;
      place.dataset.isSaving = "";
      this.save();
    }
  }

  /** Whether what is new to the form are boxes that were ticked, and choices: no rows. */
  isBoxes(names) {
    const fresh = names.filter((name) => !this.stored.has(name));
    return fresh.every((name) => form.querySelector(`[name="${CSS.escape(name)}"]:is([type=checkbox], select)`) !== null
      && !/-\d+-/.test(name)) && !names.some((name) => /-(TOTAL_FORMS|DELETE)$/.test(name));
  }

  /** As a browser does without a script: the page that answers says what stops it, or shows both texts. */
  async wholly() {
    this.wantsSave = false;
    await this.putOnDevice(this.valuesOf(form));
    // A form whose sending is being asked about is not sent another time: not before that is over.
    await new Promise((resolve) => setTimeout(resolve));
    this.goesNative = true;
    form.requestSubmit(form.querySelector("[name='_save']"));
  }

  save() {
    return this.inTurn(async () => {
      this.isAskedAgain = false;
      const now = this.valuesOf(form);
      const names = this.changed(now, this.stored);
      this.say(place.dataset.sending);
      const answer = await this.line.post(place.dataset.save, this.message(now, names));
      place.dataset.sent = this.line.sent;
      if (answer.why === "send-it-whole" || answer.status === 404) return this.wholly();
      if (answer.status !== 200) return this.failed(answer, names);
      // Who typed on and pressed it again before the answer came is not told that all is saved.
      this.wantsSave = this.isAskedAgain && this.changed(this.valuesOf(form), now).length > 0;
      await this.saved(answer, now, names);
    }).then(() => this.wantsSave && !this.isBusy && Date.now() >= this.pausedUntil ? this.save() : null);
  }

  async saved(answer, now, names) {
    const values = this.only(now, names);
    for (const [name, each] of values) this.stored.set(name, each);
    this.learn(values).then(() => {
      // What was cleaned on its way in reads otherwise there than here: a change of it is sent whole, once.
      for (const [name, mark] of Object.entries(answer.marks)) {
        const known = this.known.get(name);
        if (known?.mark !== mark && known?.values === values.get(name)) known.mark = null;
      }
    });
    place.dataset.resumed = "";
    form.elements.revision.value = answer.revision;
    form.elements.seen.value = answer.seen;
    document.dispatchEvent(new CustomEvent("newsroom:panel", { detail: { html: answer.panel } }));
    this.replaceMessages(answer.messages);
    this.say(answer.said);
    this.heard(answer);
    const isRest = () => this.changed(this.valuesOf(form), this.stored).length > 0;
    if (!isRest()) await this.forget();
    // Not before: a step that was pressed meanwhile waits for what is told now.
    if (!this.wantsSave) delete place.dataset.isSaving;
    document.dispatchEvent(new CustomEvent("newsroom:saved", { detail: { revision: answer.revision, rest: isRest() } }));
  }

  replaceMessages(html) {
    document.querySelector("ul.messagelist")?.remove();
    document.getElementById("content")?.insertAdjacentHTML("beforebegin", html);
  }
}

if (place && form?.querySelector("[name='_save']")) {
  const { changes, line, device, signIn } = place.dataset;
  const parts = await Promise.all([import(changes), import(line), import(device), import(signIn)]);
  new Keeping(Object.assign({}, ...parts)).begin();
}
