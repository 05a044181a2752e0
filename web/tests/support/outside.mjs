// What is seen before anybody is signed in. `refused` as in routes.mjs.

/** What a server that was never set up shows. */
export function firstRunRoutes(setupLink) {
  const { pathname, hash } = new URL(setupLink);
  return [{ name: 'setup', path: pathname + hash, refused: true }];
}

/** What somebody without a sign-in sees. */
export const signedOutRoutes = [
  { name: 'signin', path: '/signin', refused: true },
  { name: 'join', path: '/join#no-such-invite', refused: true },
  { name: 'unsubscribe', path: '/unsubscribe#no-such-link', refused: true },
  { name: 'forgot', path: '/forgot', refused: true },
  { name: 'reset', path: '/reset#no-such-link', refused: true },
];
