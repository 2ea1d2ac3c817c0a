// Signing in again over the page: what was typed stays where it is.

export class Again {
  constructor(address, member, line, done) {
    Object.assign(this, { address, member, line, done });
    this.dialog = document.getElementById("keeping-again");
    this.password = document.getElementById("keeping-password");
    this.words = this.dialog.querySelector("[role='alert']");
    this.dialog.querySelector("[value='later']").addEventListener("click", () => this.dialog.close());
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.signIn();
    });
  }

  ask() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  async signIn() {
    const given = await this.line.ask(this.address);
    const body = new URLSearchParams({ member: this.member, password: this.password.value });
    const answer = given.csrf
      ? await this.line.ask(this.address, { method: "POST", body, headers: { "X-CSRFToken": given.csrf } })
      : given;
    this.words.textContent = answer.status === 200 ? "" : answer.words || this.dialog.dataset.noLine;
    if (answer.status !== 200) return;
    this.password.value = "";
    this.line.token = answer.csrf;
    this.dialog.close();
    this.done(answer.key);
  }
}
