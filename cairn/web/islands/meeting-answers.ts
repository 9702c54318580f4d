/**
 * Answers to requests for help that are being written on what a meeting looks at. That is drawn anew
 * whenever something changes and goes when the meeting moves on: they come back with their request.
 */
export class Answers {
  readonly #texts = new Map<string, string>();

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  keep(place: HTMLElement): void {
    for (const field of this.#fields(place))
      if (field.value.trim()) this.#texts.set(field.id, field.value);
      else this.#texts.delete(field.id);
  }

  /** Opened, as they were typed. */
  restore(place: HTMLElement): void {
    for (const field of this.#fields(place)) {
      const text = this.#texts.get(field.id);
      const fold = field.closest("details");
      if (text === undefined || !fold) continue;
      field.value = text;
      fold.open = true;
    }
  }

  #fields(place: HTMLElement): HTMLTextAreaElement[] {
    return [...place.querySelectorAll<HTMLTextAreaElement>(".reply textarea[id]")];
  }
}
