import { constants, crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** As many as a palette has. */
const MOST_COLOURS = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Bytes of one pixel: RGB or RGBA. */
  readonly step: number;
  readonly bytes: Buffer;
}

/**
 * The picture of a page in a palette, a third of its size: pages have few colours, and letters their shades. Takes
 * what Chromium writes (8 bits a channel, RGB or RGBA, not interlaced); throws for another.
 */
export function smallPng(png: Buffer): Buffer {
  const pixels = readPixels(png);
  // Shades are told apart as finely as a palette allows.
  for (const levels of [32, 16, 8]) {
    const indexed = inPalette(pixels, levels);
    if (indexed !== undefined) return writeIndexed(pixels, indexed);
  }
  throw new Error('the picture has too many colours');
}

function readPixels(png: Buffer): Pixels {
  const parts = new Map<string, Buffer[]>();
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    parts.set(type, [...(parts.get(type) ?? []), png.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  const head = parts.get('IHDR')?.[0];
  const [depth, colour, , , interlaced] = head?.subarray(8) ?? [];
  if (head === undefined || depth !== 8 || (colour !== 2 && colour !== 6) || interlaced !== 0) {
    throw new Error('the picture is not as Chromium writes it');
  }
  const [width, height, step] = [head.readUInt32BE(0), head.readUInt32BE(4), colour === 6 ? 4 : 3];
  const bytes = unfiltered(inflateSync(Buffer.concat(parts.get('IDAT') ?? [])), width * step, step);
  return { width, height, step, bytes };
}

/** PNG (W3C) section 9: each line says how it was made from what lies left of it and above. */
function unfiltered(raw: Buffer, width: number, step: number): Buffer {
  const lines = raw.length / (width + 1);
  const out = Buffer.alloc(lines * width);
  for (let line = 0; line < lines; line += 1) {
    const filter = raw[line * (width + 1)] ?? 0;
    for (let x = 0; x < width; x += 1) {
      const at = line * width + x;
      const left = x < step ? 0 : (out[at - step] ?? 0);
      const up = line === 0 ? 0 : (out[at - width] ?? 0);
      const corner = x < step || line === 0 ? 0 : (out[at - width - step] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0;
      out[at] = ((raw[line * (width + 1) + 1 + x] ?? 0) + guess) & 0xff;
    }
  }
  return out;
}

function nearest(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

interface Indexed {
  readonly palette: Buffer;
  /** Lines of indexes, each behind the number of its filter: none. */
  readonly lines: Buffer;
}

/** Undefined where so many levels of each channel make too many colours. */
function inPalette({ width, height, step, bytes }: Pixels, levels: number): Indexed | undefined {
  const known = new Map<number, number>();
  const palette: number[] = [];
  const lines = Buffer.alloc(height * (width + 1));
  const level = (value: number): number =>
    Math.round((Math.round((value / 255) * (levels - 1)) / (levels - 1)) * 255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((channel) =>
      level(bytes[pixel * step + channel] ?? 0),
    );
    const colour = red * 65_536 + green * 256 + blue;
    let index = known.get(colour);
    if (index === undefined) {
      index = known.size;
      if (index >= MOST_COLOURS) return undefined;
      known.set(colour, index);
      palette.push(red, green, blue);
    }
    lines[pixel + Math.floor(pixel / width) + 1] = index;
  }
  return { palette: Buffer.from(palette), lines };
}

function writeIndexed({ width, height }: Pixels, { palette, lines }: Indexed): Buffer {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const packed = deflateSync(lines, { level: constants.Z_BEST_COMPRESSION });
  return Buffer.concat([
    SIGNATURE,
    part('IHDR', head),
    part('PLTE', palette),
    part('IDAT', packed),
    part('IEND', Buffer.alloc(0)),
  ]);
}

function part(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
