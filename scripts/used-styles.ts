import { readFileSync } from 'node:fs';
import { PurgeCSS } from 'purgecss';
import type { Plugin } from 'vite';

/** The style sheet of the design system, which knows many more parts than these pages have. */
const DESIGN_SYSTEM = /\/uswds(?:\.min)?\.css$/;
/** Names that are put together of two parts, and so stand nowhere whole. */
const COMPOSED = [/^usa-alert--/];

/**
 * Leaves of the design system's style sheet only the rules, fonts and keyframes for what is named in the
 * files of `folder`: a browser on a slow line waits for each of them. The console's own sheet stays as it is.
 */
export function usedStyles(folder: string): Plugin {
  return {
    name: 'used-styles',
    enforce: 'pre',
    async load(id) {
      if (!DESIGN_SYSTEM.test(id)) return undefined;
      const [left] = await new PurgeCSS().purge({
        content: [`${folder}/**/*.{ts,tsx,html}`],
        skippedContentGlobs: [`${folder}/dist/**`],
        css: [{ raw: readFileSync(id, 'utf8'), name: id }],
        safelist: { standard: COMPOSED },
        fontFace: true,
        keyframes: true,
      });
      if (left === undefined) throw new Error('the style sheet of the design system is gone');
      return left.css;
    },
  };
}
