/** Formats (JSON Schema 2020-12, RFC 3339) that a state's own schema may ask of a text. */
export const LOCAL_FORMATS = ['date', 'time', 'date-time'] as const;
