import { showParked } from "./parked.js";
import { show } from "./picture.js";
import { text } from "./rows.js";

const SILENCE_MILLIS = 5000;

const connection = document.getElementById("connection");
let silence;

function say(words, away) {
  text(connection, words);
  connection.className = away ? "away" : "";
}

function lost(since) {
  say(`No picture since ${since.toLocaleTimeString()}: the stack was stopped, or the console hangs`, true);
}

const events = new EventSource("/events");
events.onmessage = (event) => {
  const picture = JSON.parse(event.data);
  show(picture);
  showParked(picture.parked);
  const away = picture.sources.filter((source) => source.problem).length;
  say(away ? `Live, but ${away} of ${picture.sources.length} sources are away` : "Live", away > 0);
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE_MILLIS, new Date());
};
events.onerror = () => {
  clearTimeout(silence);
  lost(new Date());
  // After an answer that is no stream, a browser does not try again by itself.
  if (events.readyState === EventSource.CLOSED) say("The console refuses: too many pages look on. Close one, and reload", true);
};
