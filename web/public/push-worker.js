// What the browser does when the server tells it something, with the page open or not. It keeps no copy of anything:
// what is shown came in the message, and a click opens the page where it leads.
const nothing = {
  title: 'Guildhall',
  body: 'Something needs you in Guildhall',
  path: '/inbox',
  tag: 'needs',
};

function told(event) {
  try {
    return { ...nothing, ...event.data.json() };
  } catch {
    return nothing;
  }
}

self.addEventListener('push', (event) => {
  const { title, body, path, tag } = told(event);
  const icon = new URL('icon.svg', self.registration.scope).href;
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon, data: { path } }));
});

// Only addresses of this page are opened, whatever a message says.
function address(path) {
  const scope = self.registration.scope;
  const wanted = new URL(`.${path}`, scope);
  return wanted.href.startsWith(scope) ? wanted.href : scope;
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = address(event.notification.data?.path ?? '/inbox');
  event.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then(async (windows) => {
      const here = windows.find((one) => one.url.startsWith(self.registration.scope));
      if (!here) return self.clients.openWindow(url);
      await here.focus().catch(() => null);
      return here.navigate(url).catch(() => self.clients.openWindow(url));
    }),
  );
});
