export const OPEN_STATUSES = ['running', 'soon', 'due', 'overdue'] as const;
export const ENDED_STATUSES = ['met', 'late', 'ended'] as const;

/** How a deadline stands: open by how near it is; ended in time, late, or owed no more. */
export type DeadlineStatus = (typeof OPEN_STATUSES)[number] | (typeof ENDED_STATUSES)[number];
