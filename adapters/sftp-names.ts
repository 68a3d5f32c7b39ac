/**
 * The folders below the endpoint's path (docs/adapters-sftp.md). The state makes them; `.in` is the
 * hub's alone, the state's programs never touch it.
 */
export const FOLDERS = {
  /** What the hub is still writing, and its notes on what it is about to rename. */
  staging: '.in',
  inbound: 'in',
  inboundFiles: 'in/files',
  /** Where a state that can be asked keeps what it took, under the same name. */
  processed: 'processed',
  outbound: 'out',
  outboundFiles: 'out/files',
  done: 'done',
  rejected: 'rejected',
  receipts: 'receipts',
} as const;

export type Folder = keyof typeof FOLDERS;

/** Remote paths below the endpoint's path; every name that goes in was made or checked by the hub. */
export type PathOf = (folder: Folder, name: string) => string;

export function createPaths(basePath: string): PathOf {
  const base = basePath.replace(/\/+$/, '');
  return (folder, name) =>
    `${base === '' ? '' : base}/${FOLDERS[folder]}${name === '' ? '' : `/${name}`}`;
}

const DELIVERY_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** True for an id that can stand in a file's name between dots and dashes. */
export function isDeliveryId(text: string): boolean {
  return DELIVERY_ID.test(text);
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['application/json', 'json'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['text/csv', 'csv'],
  ['text/plain', 'txt'],
  ['application/pdf', 'pdf'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/rtf', 'rtf'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/png', 'png'],
  ['image/tiff', 'tif'],
]);

/** The extension of a content type; parameters do not matter. `dat` where none is known. */
export function extensionOf(contentType: string): string {
  const [type = ''] = contentType.toLowerCase().split(';');
  return EXTENSIONS.get(type.trim()) ?? suffixOf(type.trim()) ?? 'dat';
}

/** RFC 6839: `application/niem+xml` is XML. */
function suffixOf(type: string): string | undefined {
  return /\+(json|xml)$/.exec(type)?.[1];
}

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ...[...EXTENSIONS].map(([type, extension]) => [extension, type] as const),
  ['xml', 'application/xml'],
  ['jpeg', 'image/jpeg'],
  ['tiff', 'image/tiff'],
]);

/** The media type that a file's extension says; the hub checks it against the content. */
export function mediaTypeOf(extension: string): string {
  return MEDIA_TYPES.get(extension.toLowerCase()) ?? 'application/octet-stream';
}

export const partName = (deliveryId: string, attempt: number): string =>
  `${deliveryId}.${attempt}.part`;

/** The hub's note that this attempt's file was whole before it was renamed. */
export const stagedName = (deliveryId: string, attempt: number): string =>
  `${deliveryId}.${attempt}.staged`;

export const manifestName = (final: string): string => `${final}.ok`;

/** The text of a manifest: size in bytes and SHA-256 in lower-case hexadecimal, a line each. */
export function manifestText(size: number, sha256: string): string {
  return `size ${size}\nsha256 ${sha256}\n`;
}

export interface Manifest {
  readonly size: number;
  readonly sha256: string;
}

/** Reads a manifest; undefined for anything else. */
export function readManifest(bytes: Buffer): Manifest | undefined {
  const text = bytes.toString('latin1');
  const size = /^size[ \t]+(\d{1,15})\r?$/m.exec(text)?.[1];
  const sha256 = /^sha256[ \t]+([0-9a-fA-F]{64})\r?$/m.exec(text)?.[1];
  return size === undefined || sha256 === undefined
    ? undefined
    : { size: Number(size), sha256: sha256.toLowerCase() };
}
