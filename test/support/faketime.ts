/** Debian's libfaketime, which moves the time of a process and not its steady clock. */
export const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
