// The timers of a page that is out of sight run once a second; those of its workers run on.
const FRAME_RATE = 25;

setInterval(() => postMessage(null), 1000 / FRAME_RATE);
