"use strict";

// Alerts: the newest by REST, then the live ones by WebSocket, one row a case. Trending tokens: asked for now and then.
// A panel is shown when there is something to say in it. All text goes in by textContent.
(() => {
  const SHOWN = 30;
  const KNOWN = 1000;
  const RECENT = 50;
  const TRENDING_SHOWN = 10;
  const TRENDING_MS = 20000;
  const FIRST_RETRY_MS = 500;
  const LONGEST_RETRY_MS = 15000;
  const SILENCE_FACTOR = 2.5; // heartbeats that may be missed, and a half

  const byId = (id) => document.getElementById(id);
  const alertsPanel = byId("alerts-panel");
  const alerts = byId("alerts");
  const announcer = byId("alert-announcer");
  const confidence = byId("alert-confidence");
  const trendingPanel = byId("trending-panel");
  const trending = byId("trending");
  const trendingAge = byId("trending-age");
  const trendingWindow = byId("trending-window");

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
  const words = (name) => name.replaceAll("_", " ");
  const bands = { high: ["●●●", "High"], medium: ["●●○", "Medium"], low: ["●○○", "Low"] };
  const shortened = (asset) => {
    const address = asset.slice(asset.indexOf(":") + 1);
    return address.length > 12 ? address.slice(0, 5) + "…" + address.slice(-4) : address;
  };

  // Case -> its latest alert: an escalation takes the place of the step before it.
  const cases = new Map();
  let round = 0;
  let socket = null;
  let retryMs = FIRST_RETRY_MS;
  let silenceTimer = 0;
  let older = 0; // messages still to come that are older than the welcome
  let silenceMs = 60000 * SILENCE_FACTOR;
  let listened = false;

  const bandOf = (alert) => {
    const [dots, word] = bands[alert.band] || ["○○○", "Unknown"];
    const band = element("span", "band");
    band.dataset.band = alert.band;
    const marks = element("span", "", dots);
    marks.setAttribute("aria-hidden", "true");
    band.append(marks, " " + word + " confidence, " + Math.round(alert.confidence * 100) + " %");
    return band;
  };

  const drawAlert = (alert) => {
    const row = element("li", alert.retracted ? "row retracted" : "row");
    row.dataset.alertId = alert.id;
    row.dataset.ts = alert.ts;
    const top = element("div", "top");
    top.append(bandOf(alert), element("span", "tag", words(alert.kind)));
    if (alert.retracted) {
      top.append(element("span", "tag warn", "retracted"));
    } else if (alert.step > 1) {
      top.append(element("span", "tag", "step " + alert.step));
    }
    const time = element("time", "", timeFormat.format(new Date(alert.ts)));
    time.dateTime = alert.ts;
    time.title = alert.ts;
    top.append(time);
    row.append(top, element("p", "title", alert.title));
    if (alert.content) {
      row.append(element("p", "why", alert.content));
    }
    return row;
  };

  // A correction is shown however sure it is: what it takes back may have been told.
  const shown = (alert) => alert.retracted || alert.confidence >= Number(confidence.value);

  const drawAlerts = () => {
    const newest = [...cases.values()]
      .filter((alert) => shown(alert))
      .sort((a, b) => Date.parse(b.ts) - Date.parse(a.ts) || (a.id < b.id ? 1 : -1));
    alerts.replaceChildren(...newest.slice(0, SHOWN).map(drawAlert));
    alertsPanel.hidden = cases.size === 0;
  };

  const take = (alert) => {
    if (alert.error) {
      return false;
    }
    const known = cases.get(alert.caseId);
    if (known && known.step >= alert.step) {
      return false;
    }
    cases.delete(alert.caseId);
    cases.set(alert.caseId, alert);
    while (cases.size > KNOWN) {
      cases.delete(cases.keys().next().value);
    }
    return true;
  };

  const readAlerts = async (mine) => {
    const query = new URLSearchParams({ limit: String(SHOWN), min_confidence: confidence.value });
    try {
      const answer = await fetch("/api/v1/alerts?" + query, { headers: { Accept: "application/json" } });
      if (answer.ok && mine === round) {
        (await answer.json()).items.forEach(take);
        drawAlerts();
      }
    } catch (e) {
      // The list is away; live ones still come.
    }
  };

  const heard = () => {
    clearTimeout(silenceTimer);
    const mine = socket;
    silenceTimer = setTimeout(() => mine.close(), silenceMs);
  };

  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const mine = new WebSocket(scheme + location.host + "/ws/v1/alerts/");
    socket = mine;
    mine.addEventListener("open", () => {
      mine.send(JSON.stringify({ type: "init", data: { recent: RECENT } }));
    });
    mine.addEventListener("message", (event) => {
      heard();
      const frame = JSON.parse(event.data);
      if (frame.type === "welcome") {
        retryMs = FIRST_RETRY_MS;
        silenceMs = frame.heartbeatMs * SILENCE_FACTOR;
        listened = true;
        readAlerts(round);
        older = frame.recent;
      } else if (frame.type === "message") {
        const past = older > 0;
        older = Math.max(0, older - 1);
        if (!take(frame.data)) {
          return;
        }
        drawAlerts();
        if (!past && shown(frame.data)) {
          announcer.textContent = "Alert: " + frame.data.title;
        }
      }
    });
    mine.addEventListener("close", () => {
      clearTimeout(silenceTimer);
      // Spread out, so that not every page comes back at the same moment.
      setTimeout(connect, retryMs * (0.5 + Math.random()));
      retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
    });
  };

  confidence.addEventListener("change", () => {
    round++;
    drawAlerts();
    if (listened) {
      readAlerts(round);
    }
  });

  const moved = (item) => {
    if (item.previousRank === null) {
      return "new";
    }
    const by = item.previousRank - item.trendRank;
    return by > 0 ? "▲ up " + by : by < 0 ? "▼ down " + -by : "unchanged";
  };

  const drawTrend = (item) => {
    const row = element("li", "row");
    row.dataset.asset = item.asset;
    const top = element("div", "top");
    const name = element("span", "who", item.symbol || shortened(item.asset));
    name.title = item.asset;
    top.append(element("span", "rank", item.trendRank + "."), name, element("span", "tag", moved(item)));
    top.append(element("span", "", item.stories + (item.stories === 1 ? " story" : " stories")));
    row.append(top);
    if (item.trendReasons.length > 0) {
      const reasons = item.trendReasons.slice(0, 3).map((reason) => words(reason.name)).join(", ");
      row.append(element("p", "why", "Because of " + reasons));
    }
    item.evidence.slice(0, 3).forEach((id, index) => {
      const link = element("a", "why", "Evidence " + (index + 1));
      link.href = "/api/v1/intelligence/" + encodeURIComponent(id);
      row.append(link, " ");
    });
    return row;
  };

  const ageOf = (ms) => {
    const minutes = Math.floor(ms / 60000);
    return minutes < 1 ? "under a minute ago"
      : minutes < 120 ? minutes + " min ago"
      : minutes < 2880 ? Math.floor(minutes / 60) + " h ago"
      : Math.floor(minutes / 1440) + " days ago";
  };

  const readTrending = async () => {
    const asked = trendingWindow.value;
    const query = new URLSearchParams({ window: asked, limit: String(TRENDING_SHOWN) });
    try {
      const answer = await fetch("/api/v1/tokens/trending?" + query, { headers: { Accept: "application/json" } });
      if (!answer.ok || asked !== trendingWindow.value) {
        return;
      }
      const found = await answer.json();
      trending.replaceChildren(...found.items.map(drawTrend));
      if (found.windowEnd === null) {
        trendingAge.textContent = "Nothing is ranked in this window.";
      } else {
        const until = timeFormat.format(new Date(found.windowEnd));
        const missing = found.failed.length > 0 ? "; incomplete, a server is away" : "";
        trendingAge.textContent = "Up to " + until + ", " + ageOf(found.age_ms) + missing;
      }
      trendingPanel.hidden = false;
    } catch (e) {
      // What is shown says how old it is.
    }
  };

  trendingWindow.addEventListener("change", readTrending);
  setInterval(readTrending, TRENDING_MS);
  readTrending();
  connect();
})();
