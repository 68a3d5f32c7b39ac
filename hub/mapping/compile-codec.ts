import { booleanCodec } from './boolean-codec.ts';
import { codeCodec } from './code-codec.ts';
import type { Codec } from './codec.ts';
import { type CompileParts, type Place, problemAt } from './compile-place.ts';
import type { CodeListDocument, Scalar, ScalarRule } from './mapping-document.ts';
import { numberCodec } from './number-codec.ts';
import { temporalCodec, templateGaps } from './temporal-format.ts';
import { textCodec } from './text-codec.ts';

/** The codec of a rule; undefined after a problem was added. */
export function compileCodec(
  parts: CompileParts,
  place: Place,
  rule: ScalarRule,
  at: string,
): Codec | undefined {
  switch (rule.op) {
    case 'copy': {
      return textCodec({ ...rule, textOnly: parts.format !== 'json' });
    }
    case 'code': {
      const list = codesFor(parts, place, rule.codes, at);
      return list && codeCodec(list, rule.strip);
    }
    case 'date':
    case 'time':
    case 'moment':
    case 'dateTime': {
      const gaps = templateGaps(rule.op, rule.format);
      if (gaps.length === 0) return temporalCodec(rule.op, rule.format);
      problemAt(parts, place, at, 'FORMAT_INVALID', `the format differs in ${gaps.join(', ')}`);
      return undefined;
    }
    case 'number': {
      checkText(parts, place, at, rule.localAs === 'number' ? [0] : []);
      return numberCodec(rule);
    }
    case 'boolean': {
      checkText(parts, place, at, [rule.yes, rule.no ?? '']);
      return booleanCodec(rule.yes, rule.no);
    }
  }
}

function codesFor(
  parts: CompileParts,
  place: Place,
  name: string,
  at: string,
): CodeListDocument | undefined {
  const list = parts.codes.get(name);
  if (list === undefined) {
    problemAt(parts, place, at, 'CODES_UNKNOWN', `there is no codes/${name}.json`);
    return undefined;
  }
  parts.usedCodes.add(name);
  checkText(
    parts,
    place,
    at,
    list.pairs.map((pair) => pair.local),
  );
  return list;
}

function checkText(parts: CompileParts, place: Place, at: string, values: readonly Scalar[]): void {
  if (parts.format === 'json' || values.every((value) => typeof value === 'string')) return;
  problemAt(parts, place, at, 'FORMAT_INVALID', 'this format holds text only');
}
