import qrcode from 'qrcode-generator';
import type { ReactElement } from 'react';

/** Light around the code, in its modules: readers look for four (ISO/IEC 18004). */
const MARGIN = 4;

interface QrPictureProps {
  readonly text: string;
  readonly label: string;
}

/** A QR code drawn here as one path: what it holds goes to nobody. */
export function QrPicture({ text, label }: QrPictureProps): ReactElement {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const steps = Array.from({ length: count * count }, (_, index) => {
    const [row, column] = [Math.floor(index / count), index % count];
    return code.isDark(row, column) ? `M${column + MARGIN} ${row + MARGIN}h1v1h-1z` : '';
  });
  const size = count + 2 * MARGIN;
  return (
    <svg
      className="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="232"
      height="232"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={steps.join('')} fill="#000000" />
    </svg>
  );
}
