const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

/**
 * The JSON Pointer of a member that came from outside. A name that does not look like one may be
 * content in the wrong place: then the object itself is named, so that no value is repeated.
 */
export function pointerBelow(pointer: string, name: string): string {
  return PLAIN_NAME.test(name) ? `${pointer}/${name}` : pointer;
}
