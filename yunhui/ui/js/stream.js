// <body data-stream="/url">: server-sent events {"topic": "…"} say that something changed, never what.
// Elements with data-topic="…" (space-separated) and hx-get hx-trigger="stream" fetch themselves again;
// other programs listen to the document's event "stream". After a lost connection all topics are fetched once.
export function stream(htmx) {
  const url = document.body.dataset.stream;
  if (!url || !window.EventSource) return;
  const source = new EventSource(url);
  let lost = false;
  const refresh = (topic) => {
    const chosen = topic === null ? "[data-topic]" : `[data-topic~="${CSS.escape(topic)}"]`;
    for (const element of document.querySelectorAll(chosen)) htmx.trigger(element, "stream");
  };
  source.onmessage = (event) => {
    const said = JSON.parse(event.data);
    document.dispatchEvent(new CustomEvent("stream", { detail: said }));
    if (said.topic) refresh(said.topic);
  };
  source.onerror = () => {
    lost = true;
    document.documentElement.dataset.stream = "lost";
  };
  source.onopen = () => {
    delete document.documentElement.dataset.stream;
    if (lost) refresh(null);
    lost = false;
  };
}
