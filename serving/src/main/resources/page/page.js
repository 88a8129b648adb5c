"use strict";

// The newest items by REST, then the live ones by WebSocket. The socket listens before the list is read, and items are
// told apart by id, so that none is missing and none is shown twice. All text goes in by textContent.
(() => {
  const SHOWN = 200;
  const REPLACED = 1000;
  const LISTED = 50;
  const RECENT = 200;
  const LATE_READS_MS = [3000, 12000]; // the list may lag behind the feed
  const FIRST_RETRY_MS = 500;
  const LONGEST_RETRY_MS = 15000;
  const SILENCE_FACTOR = 2.5; // heartbeats that may be missed, and a half
  const ANNOUNCE_MS = 5000;
  const LONG_TEXT = 420;

  const byId = (id) => document.getElementById(id);
  const feed = byId("feed");
  const empty = byId("empty");
  const status = byId("status");
  const statusText = byId("status-text");
  const announcer = byId("announcer");
  const pauseButton = byId("pause");
  const typeFilter = byId("filter-type");
  const valuableFilter = byId("filter-valuable");

  const shown = new Map(); // id -> element
  const known = new Set(); // ids shown or waiting
  const replaced = new Set(); // ids that an edit or a retraction took the place of, oldest first
  let waiting = []; // live items, oldest first
  let paused = false;
  let drawing = false;
  let socket = null;
  let retryMs = FIRST_RETRY_MS;
  let retryTimer = 0;
  let silenceTimer = 0;
  let silenceMs = 60000 * SILENCE_FACTOR;
  let round = 0; // answers to an earlier filter are left alone
  let unannounced = 0;
  let older = 0; // messages still to come that are older than the welcome

  const say = (state, text) => {
    status.dataset.state = state;
    statusText.textContent = text;
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    if (text !== undefined && text !== null) {
      made.textContent = text;
    }
    return made;
  };

  const timeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const numberFormat = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
  const sentiments = { bullish: "▲ Bullish", bearish: "▼ Bearish", neutral: "■ Neutral" };
  const words = (name) => name.replaceAll("_", " ");

  const symbolOf = (item, asset) => {
    const mention = (item.mentions || []).find((one) => one.asset === asset);
    if (mention && mention.symbol) {
      return mention.symbol;
    }
    const address = asset.slice(asset.indexOf(":") + 1);
    return address.length > 12 ? address.slice(0, 5) + "…" + address.slice(-4) : address;
  };

  const assetChip = (item, asset) => {
    const chip = element("li", "asset");
    chip.dataset.asset = asset.asset;
    chip.title = asset.asset;
    chip.append(element("b", "", symbolOf(item, asset.asset)));
    if (asset.state && asset.state.priceUsd !== undefined) {
      chip.append(" $" + numberFormat.format(asset.state.priceUsd));
    }
    return chip;
  };

  const safeLink = (url) => {
    try {
      const parsed = new URL(url);
      return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
    } catch (e) {
      return null;
    }
  };

  const topLine = (item) => {
    const top = element("div", "top");
    top.append(element("span", "who", item.authorName || item.author || item.channelName || item.channel || item.type));
    top.append(element("span", "type", item.type));
    if (item.subtype !== "unknown" && item.subtype !== "other") {
      top.append(element("span", "tag", words(item.subtype)));
    }
    if (item.retracted) {
      top.append(element("span", "tag warn", "retracted"));
    } else if (item.revision > 1) {
      top.append(element("span", "tag", "edited"));
    }
    const time = element("time", "", timeFormat.format(new Date(item.ts)));
    time.dateTime = item.ts;
    time.title = item.ts;
    top.append(time);
    return top;
  };

  const footLine = (item) => {
    const foot = element("div", "foot");
    const label = item.sentiment ? item.sentiment.label : "unknown";
    const sentiment = element("span", "sentiment", sentiments[label] || "No stance");
    sentiment.dataset.sentiment = label;
    foot.append(sentiment);
    if (item.value && item.value.score !== null) {
      const score = Math.max(0, Math.min(100, item.value.score));
      const value = element("span", item.value.valuable ? "value valuable" : "value");
      value.append(item.value.valuable ? "★ Value " + Math.round(score) : "Value " + Math.round(score));
      const track = element("span", "track");
      track.setAttribute("aria-hidden", "true");
      const fill = element("span", "fill");
      fill.style.width = score + "%";
      track.append(fill);
      value.append(track);
      foot.append(value);
    }
    const href = item.url ? safeLink(item.url) : null;
    if (href) {
      const link = element("a", "", "Source");
      link.href = href;
      link.rel = "noopener noreferrer nofollow";
      link.target = "_blank";
      foot.append(link);
    }
    return foot;
  };

  const draw = (item) => {
    const card = element("li", item.retracted ? "item retracted" : "item");
    card.dataset.intelligenceId = item.id;
    card.dataset.ts = item.ts;
    card.dataset.type = item.type;
    card.append(topLine(item));
    if (item.title) {
      card.append(element("h2", "title", item.title));
    }
    const text = element("p", "text", item.text || "");
    card.append(text);
    if ((item.text || "").length > LONG_TEXT) {
      text.classList.add("cut");
      const more = element("button", "more", "Show all");
      more.type = "button";
      more.setAttribute("aria-expanded", "false");
      more.addEventListener("click", () => {
        const cut = text.classList.toggle("cut");
        more.textContent = cut ? "Show all" : "Show less";
        more.setAttribute("aria-expanded", String(!cut));
      });
      card.append(more);
    }
    if (item.assets && item.assets.length > 0) {
      const assets = element("ul", "assets");
      assets.setAttribute("aria-label", "Assets");
      item.assets.forEach((asset) => assets.append(assetChip(item, asset)));
      card.append(assets);
    }
    card.append(footLine(item));
    return card;
  };

  const remove = (id) => {
    const card = shown.get(id);
    if (card) {
      card.remove();
      shown.delete(id);
    }
  };

  const trim = () => {
    while (feed.children.length > SHOWN) {
      const id = feed.lastElementChild.dataset.intelligenceId;
      remove(id);
      known.delete(id);
    }
    empty.hidden = feed.children.length > 0;
  };

  // An edit takes the place of what it edits, a retraction of what it takes back, whichever is seen first.
  const replaceEarlier = (item) => {
    for (const earlier of [item.revises, item.retracts]) {
      if (earlier) {
        remove(earlier);
        replaced.add(earlier);
      }
    }
    for (const id of replaced) {
      if (replaced.size <= REPLACED) {
        break;
      }
      replaced.delete(id);
    }
  };

  const flush = () => {
    drawing = false;
    if (paused) {
      return;
    }
    const arrived = waiting;
    waiting = [];
    for (const item of arrived) {
      replaceEarlier(item);
      if (replaced.has(item.id)) {
        continue;
      }
      const card = draw(item);
      card.classList.add("fresh");
      shown.set(item.id, card);
      feed.prepend(card);
    }
    unannounced += arrived.length;
    trim();
  };

  const schedule = () => {
    if (paused) {
      pauseButton.textContent = "Resume (" + waiting.length + " new)";
    } else if (!drawing) {
      drawing = true;
      // A timer, not an animation frame: hidden pages get no frames and would gather without end.
      setTimeout(flush, 50);
    }
  };

  const arrive = (item) => {
    if (!item || known.has(item.id)) {
      return;
    }
    known.add(item.id);
    waiting.push(item);
    while (waiting.length > SHOWN) {
      known.delete(waiting.shift().id);
    }
    schedule();
  };

  const arriveListed = (items) => {
    for (const item of items) {
      if (known.has(item.id) || item.error) {
        continue;
      }
      replaceEarlier(item);
      if (replaced.has(item.id)) {
        continue;
      }
      known.add(item.id);
      const card = draw(item);
      shown.set(item.id, card);
      const before = [...feed.children].find((other) => other.dataset.ts < item.ts);
      feed.insertBefore(card, before || null);
    }
    trim();
  };

  const readList = async (mine) => {
    const query = new URLSearchParams({ size: String(LISTED) });
    if (typeFilter.value) {
      query.set("type", typeFilter.value);
    }
    if (valuableFilter.checked) {
      query.set("is_valuable", "true");
    }
    try {
      const answer = await fetch("/api/v1/intelligence/?" + query, { headers: { Accept: "application/json" } });
      if (answer.ok && mine === round) {
        arriveListed((await answer.json()).items);
      }
    } catch (e) {
      // The list is away; the feed goes on, and a later read may find it.
    }
  };

  const init = () => {
    const data = { subscriptions: "", recent: RECENT };
    if (typeFilter.value) {
      data.type = typeFilter.value;
    }
    if (valuableFilter.checked) {
      data.is_valuable = true;
    }
    socket.send(JSON.stringify({ type: "init", data }));
  };

  const heard = () => {
    clearTimeout(silenceTimer);
    const mine = socket;
    silenceTimer = setTimeout(() => mine.close(), silenceMs);
  };

  const welcome = (frame) => {
    retryMs = FIRST_RETRY_MS;
    older = frame.recent;
    silenceMs = frame.heartbeatMs * SILENCE_FACTOR;
    say("live", "Live");
    const mine = round;
    readList(mine);
    LATE_READS_MS.forEach((ms) => setTimeout(() => mine === round && readList(mine), ms));
  };

  const connect = () => {
    clearTimeout(retryTimer);
    say("connecting", "Connecting");
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const mine = new WebSocket(scheme + location.host + "/ws/v1/intelligence/");
    socket = mine;
    mine.addEventListener("open", init);
    mine.addEventListener("message", (event) => {
      heard();
      const frame = JSON.parse(event.data);
      if (frame.type === "welcome") {
        welcome(frame);
      } else if (frame.type === "message") {
        // What came before us takes its place by time, like the list; what comes now goes on top.
        const place = older > 0 ? (item) => arriveListed([item]) : arrive;
        older = Math.max(0, older - 1);
        if (wanted(frame.data)) {
          place(frame.data);
        }
      }
    });
    mine.addEventListener("close", () => {
      clearTimeout(silenceTimer);
      if (mine === socket) {
        say("offline", "Offline, trying again");
        // Spread out, so that not every page comes back at the same moment.
        retryTimer = setTimeout(connect, retryMs * (0.5 + Math.random()));
        retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
      }
    });
  };

  // Frames of the filter before may still be on their way.
  const wanted = (item) =>
    (!typeFilter.value || item.type === typeFilter.value) && (!valuableFilter.checked || item.value.valuable);

  const refilter = () => {
    round++;
    shown.clear();
    known.clear();
    replaced.clear();
    waiting = [];
    feed.replaceChildren();
    trim();
    if (socket && socket.readyState === WebSocket.OPEN) {
      init();
    }
  };

  pauseButton.addEventListener("click", () => {
    paused = !paused;
    pauseButton.setAttribute("aria-pressed", String(paused));
    pauseButton.textContent = paused ? "Resume" : "Pause";
    if (!paused) {
      flush();
    }
  });
  typeFilter.addEventListener("change", refilter);
  valuableFilter.addEventListener("change", refilter);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  globalThis.addEventListener("online", () => {
    if (socket.readyState === WebSocket.CLOSED) {
      connect();
    }
  });

  setInterval(() => {
    if (unannounced > 0) {
      announcer.textContent = unannounced === 1 ? "One new item" : unannounced + " new items";
      unannounced = 0;
    }
  }, ANNOUNCE_MS);

  connect();
})();
