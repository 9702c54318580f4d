type Field = HTMLInputElement | HTMLTextAreaElement;

/** Also where the page came without TLS, which hides `crypto.randomUUID`. */
export function newSubmission(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** What somebody is writing, kept in this window until it is sent: a reload or a crash loses nothing. */
export class Draft {
  readonly form: HTMLFormElement | null;
  readonly name: string;

  constructor(form: HTMLFormElement | null, name: string) {
    this.form = form;
    this.name = name;
    this.#restore();
    form?.addEventListener("input", () => this.keep());
  }

  #fields(): Field[] {
    const wanted = ["body", "owner", "due_on", "about", "submission"];
    return wanted.map((name) => this.form?.elements.namedItem(name) as Field).filter(Boolean);
  }

  /** As it stands now; nothing where nothing is written. */
  keep(): void {
    const [body] = this.#fields();
    if (!body?.value) {
      sessionStorage.removeItem(this.name);
      return;
    }
    const kept: Record<string, string> = {
      kind: this.form?.querySelector<HTMLInputElement>("[name=kind]:checked")?.value ?? "",
      title: this.form?.querySelector("[data-about-title]")?.textContent ?? "",
    };
    for (const field of this.#fields()) kept[field.name] = field.value;
    sessionStorage.setItem(this.name, JSON.stringify(kept));
  }

  #restore(): void {
    const kept = JSON.parse(sessionStorage.getItem(this.name) ?? "null") as Record<
      string,
      string
    > | null;
    const fields = this.#fields();
    if (!kept || fields[0]?.value !== "") return;
    for (const field of fields) field.value = kept[field.name] ?? "";
    const kind = this.form?.querySelector<HTMLInputElement>(`[name=kind][value="${kept.kind}"]`);
    if (kind) kind.checked = true;
    const title = this.form?.querySelector("[data-about-title]");
    if (title) title.textContent = kept.title ?? "";
  }
}
