import { language } from "../language/language.ts";
import { scriptUrl } from "../script-url.ts";

/** The worker that shows what happens while no page is open, at work; null where the browser has none. */
export async function startServiceWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  await navigator.serviceWorker.register(scriptUrl(`/service-worker.js?${language}`));
  return navigator.serviceWorker.ready;
}
