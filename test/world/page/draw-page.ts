// The whole page as it is first sent; afterwards its regions are replaced one by one.
import type { Person } from './cast.ts'
import { drawProduct } from './draw-product.ts'
import type { Piece, Screen } from './draw-screen.ts'
import { type Html, html } from './html.ts'
import type { World } from './world.ts'

const looks = ['frame', 'controls', 'dialogs', 'first-steps', 'product', 'slack', 'blocks', 'happened']

/** The document for one person. Each region carries the version it shows. */
export function drawPage(world: World, viewer: Person, screen: Screen): string {
  const region = (id: string, tag: 'div' | 'span' | 'ol', attributes: Html = html``) => {
    const { version, content } = screen.regions.find((one) => one.id === id) ?? {
      version: '',
      content: html``,
    }
    return html`<${tag} id="${id}" data-version="${version}" ${attributes}>${content}</${tag}>`
  }
  return html`<!doctype html>
<html lang="en"><head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Countersign: try it</title>
  <link rel="icon" href="/icon.svg" type="image/svg+xml">
  ${looks.map((look) => html`<link rel="stylesheet" href="/${look}.css">`)}
  <script type="module" src="/page.js"></script>
</head><body data-as="${viewer.key}">
<header class="top">
  <h1><span class="logo" aria-hidden="true"><svg viewBox="0 0 24 24"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg></span>Countersign</h1>
  <p class="about">A demo that runs only on this machine: the real bot between a local Cognito and a local Slack.</p>
  ${region('status', 'div', html`role="status"`)}
</header>
<nav class="jump" aria-label="Halves of the page"><a href="#product">Your product</a><a href="#slack">Slack</a></nav>
<p id="lost" role="alert" hidden>This page has lost its server. Run <code>npm run demo</code> again: the page reconnects by itself.</p>
<noscript><p class="noscript">This page needs JavaScript.</p></noscript>
<section class="first-steps" aria-labelledby="first-steps-title">
  <details id="first-steps-fold" open>
    <summary><h2 id="first-steps-title">First steps</h2> ${region('next-step', 'span')}</summary>
    ${region('first-steps', 'ol')}
  </details>
  ${region('steps-said', 'div', html`class="unseen" role="status"`)}
</section>
<main>
  <section class="product" aria-labelledby="product-title">
    <div class="half-title" id="product"><h2 id="product-title">Your product</h2></div>
    <div class="panels">${drawProduct(world)}</div>
  </section>
  <section class="slack" aria-labelledby="slack-title">
    <div class="half-title slack-bar" id="slack">
      <h2 id="slack-title">Slack</h2>
      ${drawSwitch(world, viewer)}
    </div>
    <div class="places" id="places" role="group" aria-label="What Slack shows">
      <button type="button" data-to="channel" aria-pressed="true"><span aria-hidden="true">#</span> sign-ups</button>
      <button type="button" data-to="home" aria-pressed="false">Countersign: Home</button>
    </div>
    <div class="channel-title"><h3><span aria-hidden="true">#</span> sign-ups</h3><p>New sign-ups, and who approved them</p></div>
    <div class="scroller" id="scroller" tabindex="0" role="region" aria-label="Messages in #sign-ups">
      <div id="messages" role="log" aria-label="Messages">${drawItems(screen.messages)}</div>
      <p class="empty">No messages yet. Sign someone up: their card appears here within two seconds.</p>
    </div>
    ${region('home', 'div', html`class="scroller" tabindex="0" role="region" aria-label="The app’s Home tab"`)}
    <form id="composer" autocomplete="off">
      <div class="combo">
        <ul id="completions" role="listbox" aria-label="Commands" hidden></ul>
        <input id="command" role="combobox" aria-expanded="false" aria-controls="completions" aria-autocomplete="list"
          aria-label="Command" aria-describedby="command-error" placeholder="Type / for commands" spellcheck="false">
        <button class="button send" aria-label="Send command">Send</button>
      </div>
      <p class="error" id="command-error" role="alert"></p>
    </form>
  </section>
</main>
<aside aria-labelledby="drawer-title"><details class="drawer" id="drawer">
  <summary><h2 id="drawer-title">What just happened</h2> ${region('happened-shortly', 'span')}</summary>
  <div class="happened">
    <div id="happened">${drawItems(screen.happened)}</div>
    <p class="hint empty-happened">Nothing yet. Sign somebody up, and you see every call that follows.</p>
  </div>
</details></aside>
<div id="news" role="status"></div>
${region('view', 'div')}
<dialog id="confirm" aria-labelledby="confirm-title" aria-describedby="confirm-text"></dialog>
</body></html>`.markup
}

function drawItems(items: readonly Piece[]): readonly Html[] {
  return items.map(
    ({ id, version, content }) =>
      html`<div class="item" id="${id}" data-version="${version}">${content}</div>`,
  )
}

function drawSwitch({ cast }: World, viewer: Person): Html {
  return html`<fieldset class="who" id="who"><legend>You are</legend>${cast.people.map(
    ({ key, name, role }) => html`<label class="person">
      <input type="radio" name="as" value="${key}"${key === viewer.key && html` checked`}>
      <span class="avatar avatar-${key}" aria-hidden="true">${initialsOf(name)}</span>
      <span class="person-words"><span class="person-name">${name}</span> <span class="person-role">${role}</span></span>
    </label>`,
  )}</fieldset>`
}

function initialsOf(name: string): string {
  return name.replace(/(\w)\w*\s*/g, '$1')
}
