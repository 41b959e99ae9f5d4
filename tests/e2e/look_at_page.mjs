// SPDX-License-Identifier: MIT
// look_at_page.mjs CHROMIUM URL TEXT…: opens the live page as a phone does, waits for each
// of the texts and says so, opens the first card's details after the first of them, and
// prints as JSON what the reader then sees.
import { chromium } from "playwright-core";

const [executablePath, url, ...texts] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
setTimeout(() => process.exit(1), 60000).unref();
const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
const errors = [];
const hosts = new Set();
page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
page.on("pageerror", (error) => errors.push(String(error)));
page.on("request", (request) => hosts.add(new URL(request.url()).hostname));
await page.goto(url);
for (const text of texts) {
  await page.getByText(text).first().waitFor();
  if (text === texts[0]) await page.locator("summary").first().click();
  if (text !== texts.at(-1)) console.log("seen: " + text);
}
console.log(JSON.stringify({
  title: await page.title(),
  cards: await page.locator("#active article").allInnerTexts(),
  width: await page.evaluate(() => document.documentElement.scrollWidth),
  window: await page.evaluate(() => window.innerWidth),
  hosts: [...hosts],
  errors,
}));
await browser.close();
