/** Tells whoever waits what was measured just now. */
export type Progress = (line: string) => void;
