// The picker of the browser beside the signs of a colour.
(() => {
  const HEX = /^#[0-9a-f]{6}$/i;
  const open = (box) => {
    const [typed, picker] = box.querySelectorAll("input");
    if (typed.readOnly || typed.disabled) return;
    const follow = () => {
      if (HEX.test(typed.value.trim())) picker.value = typed.value.trim().toLowerCase();
    };
    picker.hidden = false;
    follow();
    typed.addEventListener("input", follow);
    picker.addEventListener("input", () => {
      typed.value = picker.value;
      typed.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".look-colour").forEach(open);
  });
})();
