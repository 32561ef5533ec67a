/** Sets text, and only where it differs: whoever selects or reads it is not disturbed. */
export function text(element, value) {
  const wanted = String(value);
  if (element.textContent !== wanted) element.textContent = wanted;
}

/** A new element; what it says is text, whatever it looks like. */
export function make(name, className = "", content = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = content;
  return element;
}

/**
 * Brings a list in line with its items. An element stays what it is while its item is there, so that focus and a click that
 * has begun survive every second.
 */
export function rows(list, items, key, create, update) {
  const old = new Map([...list.children].map((element) => [element.dataset.key, element]));
  items.forEach((item, index) => {
    const id = key(item);
    let element = old.get(id);
    if (element) {
      old.delete(id);
    } else {
      element = create(item);
      element.dataset.key = id;
    }
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    update(element, item);
  });
  old.forEach((element) => element.remove());
}
