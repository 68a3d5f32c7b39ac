/** Text, and places in it by their number. */
export type Template = readonly (string | number)[];

/** Cuts a text where it holds one of these, the first of them first: there is the place of its number. */
export function cut(text: string, texts: readonly string[]): Template {
  let template: Template = [text];
  for (const [place, held] of texts.entries()) {
    template = template.flatMap((piece) =>
      typeof piece === 'string' ? cutOut(piece, held, place) : [piece],
    );
  }
  return template;
}

function cutOut(text: string, held: string, place: number): Template {
  return text.split(held).flatMap((piece, at) => (at === 0 ? [piece] : [place, piece]));
}

/** The text with these in its places. */
export function written(template: Template, said: readonly string[]): string {
  let text = '';
  for (const piece of template) text += typeof piece === 'string' ? piece : (said[piece] ?? '');
  return text;
}
