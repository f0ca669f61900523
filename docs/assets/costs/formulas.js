/**
 * @typedef {Record<string, string[]>} Formulas sums of products, as
 *   `examples/costs/cost_model.py` writes them
 * @typedef {Record<string, number>} Numbers
 */

/**
 * Returns the value of a name: a given number, or what its formula adds up to.
 *
 * @param {Formulas} formulas
 * @param {Numbers} given
 * @param {string} name
 * @returns {number}
 */
export function evaluate(formulas, given, name) {
  if (Object.hasOwn(given, name)) return given[name];
  if (!Object.hasOwn(formulas, name)) return Number(name);
  const least = formulas[name][0] === "least:";
  const values = formulas[name].slice(least ? 1 : 0).map((term) => {
    const [first, ...rest] = term.split(" ");
    let value = evaluate(formulas, given, first);
    for (let place = 0; place < rest.length; place += 2) {
      const number = evaluate(formulas, given, rest[place + 1]);
      value = rest[place] === "*" ? value * number : value / number;
    }
    return value;
  });
  return least ? Math.min(...values) : values.reduce((sum, value) => sum + value, 0);
}
