// Building and keeping elements. Text is only ever set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** What each kept element was drawn from. @type {WeakMap<Element, string>} */
const drawnFrom = new WeakMap();

/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes `text` is the content; a value of undefined, null or false leaves one out.
 * @param {...(Node | string)} children
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * As {@link element}, for drawings.
 * @param {keyof SVGElementTagNameMap} tag
 * @param {Attributes} attributes
 * @param {...Node} children
 */
export function drawing(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @template {Element} Made
 * @param {Made} made
 * @param {Attributes} attributes
 * @param {readonly (Node | string)[]} children
 */
function fill(made, attributes, children) {
  const { text, ...others } = attributes;
  for (const [name, value] of Object.entries(others))
    if (value !== undefined && value !== null && value !== false)
      made.setAttribute(name, value === true ? "" : String(value));
  if (text !== undefined) made.textContent = String(text);
  made.append(...children);
  return made;
}

/**
 * The page's element of this id, which must be of the kind asked for.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} "${id}"`);
}

/** @param {string} id */
export const place = (id) => byId(id, HTMLElement);

/**
 * Makes the children of a container those of the list, in its order, and touches only what has changed, so that focus,
 * selection and tooltips stay where they are.
 * @template Row
 * @param {Element} container
 * @param {readonly Row[]} rows
 * @param {{ key: (row: Row) => string, build: (row: Row) => Element, shows?: (row: Row) => unknown }} how
 *   `shows`: all that the element depends on; by default the row itself.
 */
export function keep(container, rows, { key, build, shows = (row) => row }) {
  const known = new Map([...container.children].map((child) => [child.getAttribute("data-key"), child]));
  /** @type {Element | null} */
  let before = null;
  for (const row of rows) {
    const name = key(row);
    const shown = JSON.stringify(shows(row)) + document.documentElement.lang;
    let child = known.get(name);
    known.delete(name);
    if (child === undefined || drawnFrom.get(child) !== shown) {
      const built = build(row);
      built.setAttribute("data-key", name);
      drawnFrom.set(built, shown);
      child?.replaceWith(built);
      child = built;
    }
    /** @type {Element | null} */
    const standing = before === null ? container.firstElementChild : before.nextElementSibling;
    if (standing !== child) container.insertBefore(child, standing);
    before = child;
  }
  for (const gone of known.values()) gone.remove();
}

/** Sets a text only when it is another. @param {Element} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
