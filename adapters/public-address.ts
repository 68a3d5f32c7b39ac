import { BlockList, isIP } from 'node:net';

/** Address ranges besides public ones that endpoints may lie in. */
export type Networks = BlockList;

/**
 * Reads ranges in CIDR notation (`10.20.0.0/16`, `fd12:3456::/32`; an address alone is a range of one).
 * Throws a RangeError that gives the place in the list, never the value.
 */
export function parseNetworks(ranges: readonly string[]): Networks {
  const networks = new BlockList();
  for (const [index, range] of ranges.entries()) addRange(networks, range, index);
  return networks;
}

/** True for an address of the public internet, or of one of the networks. */
export function isAllowedAddress(address: string, networks: Networks): boolean {
  return isInNetworks(address, networks) || isPublicAddress(address);
}

/** True for an address that lies in one of the networks as it is written, not as IPv4 in IPv6. */
export function isInNetworks(address: string, networks: Networks): boolean {
  const family = isIP(address);
  if (family === 4) return networks.check(address, 'ipv4');
  // BlockList looks an IPv4-mapped address up as the IPv4 address that it stands for.
  return family === 6 && !MAPPED.check(address, 'ipv6') && networks.check(address, 'ipv6');
}

/**
 * True for a globally reachable unicast address by the special-purpose registries of IANA
 * (RFC 6890, as of 2026), less what clouds use inside their own networks.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !NOT_PUBLIC_4.check(address, 'ipv4');
    case 6:
      return GLOBAL_UNICAST.check(address, 'ipv6') && !NOT_PUBLIC_6.check(address, 'ipv6');
    default:
      return false;
  }
}

const MAPPED = parseNetworks(['::ffff:0:0/96']);

const NOT_PUBLIC_4 = parseNetworks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10', // shared address space, RFC 6598; metadata of one cloud
  '127.0.0.0/8',
  '168.63.129.16/32', // wire server of one cloud
  '169.254.0.0/16', // link-local; metadata of most clouds
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved and broadcast
]);

const GLOBAL_UNICAST = parseNetworks(['2000::/3']);

const NOT_PUBLIC_6 = parseNetworks([
  '2001::/23', // protocol assignments, Teredo among them
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
]);

function addRange(networks: BlockList, range: string, index: number): void {
  const [address = '', prefix, ...rest] = range.split('/');
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  const written = prefix === undefined || /^\d{1,3}$/.test(prefix);
  if (family === 0 || !written || length > bits || rest.length > 0) {
    throw new RangeError(`address range ${index + 1} is not in CIDR notation`);
  }
  networks.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
}
