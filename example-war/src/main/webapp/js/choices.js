const template = document.getElementById("choice");

/**
 * Lets the visitor choose one of the callers that an endpoint has of its own, the first to begin with. Returns what
 * says who is chosen.
 */
export function offerChoices(fieldset, { legend, callers }, onChoice) {
  fieldset.hidden = false;
  fieldset.querySelector("legend").textContent = legend;
  for (const [label, caller] of Object.entries(callers)) {
    const choice = template.content.firstElementChild.cloneNode(true);
    choice.querySelector("input").value = caller;
    choice.querySelector("span").textContent = label;
    fieldset.append(choice);
  }
  fieldset.querySelector("input").checked = true;
  fieldset.addEventListener("change", onChoice);
  return () => fieldset.querySelector("input:checked").value;
}
