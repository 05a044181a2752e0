/** From where a link opens: this computer alone, the local network, or anywhere. */
export function reach(link: string): 'computer' | 'network' | 'anywhere' {
  let host: string;
  try {
    host = new URL(link).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return 'anywhere';
  }
  if (host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '::1')
    return 'computer';
  const local =
    /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      host,
    ) ||
    /^(fe80|f[cd])[0-9a-f]*:/i.test(host) ||
    /\.(local|lan|home|internal|home\.arpa)$/.test(host) ||
    !/[.:]/.test(host);
  return local ? 'network' : 'anywhere';
}
