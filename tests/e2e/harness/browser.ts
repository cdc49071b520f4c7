import { type Browser, type BrowserContext, chromium, firefox, type Page } from "playwright-core";
import { rememberConnections } from "./connections.ts";

/** The title of the tab that a browser under test shares when it is asked for a screen. */
export const SHARED_TITLE = "Nearcast mark";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Chromium 156 loads two pages of its own into each new window, for what is typed into the address bar: 0.7 s of a core.
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
  "--use-fake-device-for-media-stream",
  `--auto-select-tab-capture-source-by-title=${SHARED_TITLE}`,
  "--autoplay-policy=no-user-gesture-required",
];

/** A real Chromium of its own, with made-up devices. */
export async function launchBrowser(
  flags: readonly string[] = [],
  executablePath = chromiumPath(),
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [...FLAGS, ...flags],
    ignoreDefaultArgs: ["--headless", "--hide-scrollbars", "--mute-audio"],
  });
}

/**
 * A real Firefox of its own, with made-up devices, which allows all that it is asked.
 *
 * @param display where its windows are, for example `:1`, and all of which it shares; it has no windows unless given
 */
export async function launchFirefox(display?: string): Promise<Browser> {
  const executablePath = process.env.FIREFOX;
  if (!executablePath) throw new Error("FIREFOX is not set. Run the tests with: npm test");
  return firefox.launch({
    // The one that is installed, by WebDriver BiDi; by itself Playwright wants a Firefox of its own making.
    channel: "moz-firefox",
    executablePath,
    ...(display === undefined ? {} : windowsOn(display)),
    firefoxUserPrefs: { "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true },
  });
}

/** A Chromium whose windows are on a display. */
export async function launchOnDisplay(display: string): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [...FLAGS.filter((flag) => !flag.startsWith("--headless")), "--window-position=0,0"],
    ...windowsOn(display),
  });
}

function windowsOn(display: string) {
  return { headless: false, env: { ...process.env, DISPLAY: display } };
}

/** Somebody with a browser of their own. */
export interface Person {
  readonly name: string;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page said on its console that it should not have. */
  readonly complaints: string[];
}

/** The path of the Chromium under test. */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM;
  if (!path) throw new Error("CHROMIUM is not set. Run the tests with: npm test");
  return path;
}

/** Opens a browser for somebody, with these flags besides the usual ones. */
export async function openPerson(
  name: string,
  flags: readonly string[] = [],
  executablePath = chromiumPath(),
): Promise<Person> {
  return welcome(await launchBrowser(flags, executablePath), name);
}

/**
 * Somebody with cookies and a storage of their own in a browser that others may be in, too.
 *
 * @param viewport in CSS pixels; null makes the page as large as its window, so that what is captured of it is what it is
 */
export async function welcome(
  browser: Browser,
  name: string,
  viewport: { width: number; height: number } | null = null,
): Promise<Person> {
  const context = await browser.newContext({ viewport, ...ownContext(browser) });
  await rememberConnections(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string): void => {
    // Firefox reports each path that does not come about.
    if (!text.startsWith("WebRTC: ICE failed")) complaints.push(text);
  };
  page.on("pageerror", (error) => complain(String(error)));
  page.on("console", (message) => {
    // Chromium itself reports a 404; that a room is new is told by one.
    if (message.type() === "error" && !message.location().url.endsWith("/session")) complain(message.text());
  });
  return { name, browser, context, page, complaints };
}

function ownContext(browser: Browser) {
  if (browser.browserType().name() === "firefox") return {};
  // A person's browser does not say that it is headless.
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`;
  return { permissions: ["microphone", "camera"], userAgent };
}

/** Opens the room's page and joins. */
export async function joinRoom(person: Pick<Person, "name" | "page">, url: string): Promise<void> {
  await person.page.goto(url);
  await rejoin(person);
}

/** Joins from the pre-join screen that is open. */
export async function rejoin({ name, page }: Pick<Person, "name" | "page">): Promise<void> {
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByRole("button", { name: "Leave", exact: true }).waitFor({ timeout: 30_000 });
}

/** Shares the tab with the mark. */
export async function shareScreen(
  page: Page,
  resolution: "1080p" | "1440p" | "2160p",
  frameRate: "15 fps" | "30 fps" | "60 fps" = "15 fps",
  content: "Text" | "Motion" = "Text",
  bandwidth: "Automatic" | "1 Mbit/s" = "Automatic",
): Promise<void> {
  await page.getByRole("button", { name: "Share screen", exact: true }).click();
  await page.getByRole("radio", { name: resolution }).check();
  await page.getByRole("radio", { name: frameRate }).check();
  await page.getByRole("radio", { name: content }).check();
  await page.getByRole("combobox", { name: "Bandwidth at most" }).selectOption({ label: bandwidth });
  await page.getByRole("button", { name: "Share", exact: true }).click();
}
