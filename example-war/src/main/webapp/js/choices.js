const template = document.getElementById("choice");

/**
 * Lets the visitor choose one of the callers, or of the paths, that an endpoint has of its own, the first to begin with.
 * Returns what says which is chosen.
 */
export function offerChoices(fieldset, { legend, callers, paths }, onChoice) {
  fieldset.hidden = false;
  fieldset.querySelector("legend").textContent = legend;
  for (const [label, value] of Object.entries(callers ?? paths)) {
    const choice = template.content.firstElementChild.cloneNode(true);
    choice.querySelector("input").value = value;
    choice.querySelector("span").textContent = label;
    fieldset.append(choice);
  }
  fieldset.querySelector("input").checked = true;
  fieldset.addEventListener("change", onChoice);
  return () => fieldset.querySelector("input:checked").value;
}
