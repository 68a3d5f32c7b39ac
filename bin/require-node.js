const OLDEST = [20, 19];

/** Ends with one line on a Node.js that is older than package.json allows. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(`compact-hub needs Node.js ${OLDEST.join('.')} or later; this is ${version}`);
  process.exit(2);
}
