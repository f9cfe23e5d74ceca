/**
 * Makes an element. Stands first in every script that makes some.
 *
 * @template {string} Tag
 * @param {Tag} tag  its name.
 * @param {Record<string, unknown>} [attributes]  each is set, an empty one too.
 * @param {...Child} children  what it holds.
 * @returns {Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement}
 */
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return /** @type {any} */ (element);
};
