import type { Notification as News } from "../../protocol/user/notifications.ts";
import { newsWords } from "./news-words.ts";

/**
 * Shows what happens while no page of Nearcast is open. It keeps nothing and answers no requests of pages: those are always as the
 * edge has them.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;
/** The page says in its address what it speaks. */
const NEWS_WORDS = newsWords(worker.location.search === "?de" ? "de" : "en");

worker.addEventListener("push", (event) => {
  const news: News | null = event.data?.json() ?? null;
  if (news) event.waitUntil(show(news));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = event.notification.data as { path: string };
  event.waitUntil(open(path));
});

async function show(news: News): Promise<void> {
  const { name, slug } = news;
  const options = {
    // The same tag: that a call was missed takes the place of its ring, and of several mentions in a room the last one is shown.
    tag: news.kind === "mention" ? `mention ${slug}` : news.callId,
    icon: "/icon-192.png",
    badge: "/icon-192.png",
    data: { path: `/r/${slug}` },
  };
  if (news.kind === "mention") {
    await worker.registration.showNotification(NEWS_WORDS.mentioned(name, news.title), {
      ...options,
      body: NEWS_WORDS.tapToRead,
    });
    return;
  }
  if (news.kind === "call") {
    await worker.registration.showNotification(NEWS_WORDS.calls(name), {
      ...options,
      body: NEWS_WORDS.tapToAnswer,
      requireInteraction: true,
    });
    return;
  }
  if (news.missed) {
    await worker.registration.showNotification(NEWS_WORDS.missed(name), {
      ...options,
      body: NEWS_WORDS.tapToOpen,
      silent: true,
    });
    return;
  }
  // It was answered elsewhere.
  for (const shown of await worker.registration.getNotifications({ tag: news.callId })) shown.close();
}

/** Goes to where that page is open, or opens it. */
async function open(path: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).pathname === path);
  if (there) await there.focus();
  else await worker.clients.openWindow(path);
}
