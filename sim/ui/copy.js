// Without https the clipboard is closed to scripts; the old command still works there.
export default function ({ data, parentElement }) {
  const input = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const link = () => { input.value = window.location.href; };
  link();
  const watch = setInterval(link, 500);
  input.setAttribute("aria-label", data.copy);
  button.textContent = data.copy;
  input.onfocus = () => input.select();
  button.onclick = async () => {
    link();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      input.select();
      document.execCommand("copy");
    }
    button.textContent = data.copied;
    setTimeout(() => { button.textContent = data.copy; }, 1500);
  };
  return () => clearInterval(watch);
}
