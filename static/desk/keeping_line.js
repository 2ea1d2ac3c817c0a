// Talking to the desk: one answer for each question, whatever becomes of the line.

const PATIENCE = 20_000;

export class Line {
  constructor(keyAddress) {
    this.keyAddress = keyAddress;
    // Of the last thing that was sent, in bytes.
    this.sent = 0;
  }

  get token() {
    return document.querySelector("[name='csrfmiddlewaretoken']").value;
  }

  set token(token) {
    for (const field of document.querySelectorAll("[name='csrfmiddlewaretoken']")) field.value = token;
  }

  /** `{status, …}`; status 0 where nothing of ours answered. */
  async ask(address, options = {}) {
    try {
      const response = await fetch(address, {
        cache: "no-store",
        redirect: "manual",
        ...(options.keepalive ? {} : { signal: AbortSignal.timeout(PATIENCE) }),
        ...options,
      });
      return { ...(await response.json()), status: response.status };
    } catch {
      return { status: 0 };
    }
  }

  async post(address, what, { keepalive = false } = {}) {
    const body = JSON.stringify(what);
    this.sent = new TextEncoder().encode(body).length;
    const send = () => this.ask(address, {
      method: "POST", body, keepalive, headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
    });
    const answer = await send();
    if (answer.why !== "token") return answer;
    // Signed in anew in another tab: the token of this page is not good any more.
    await this.key();
    return send();
  }

  /** The key to what the device keeps, and a token for the forms of this page. */
  async key() {
    const given = await this.ask(this.keyAddress);
    if (given.csrf) this.token = given.csrf;
    return given;
  }
}
