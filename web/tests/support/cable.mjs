// Lets a test pull the cable of a page: its connections end, and new ones lead nowhere.
export const cable = () => {
  const Real = window.WebSocket;
  const all = [];
  window.pull = () => {
    window.pulled = true;
    all.splice(0).forEach((socket) => socket.close());
  };
  window.plug = () => (window.pulled = false);
  window.WebSocket = class extends Real {
    constructor(address) {
      const nowhere = new URL('/api/v1/nowhere', address);
      super(window.pulled || window.noSockets ? nowhere : address);
      all.push(this);
    }
  };
};
