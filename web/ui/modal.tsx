import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../language/translate.ts";
import { CloseIcon } from "./icons.tsx";

interface ModalProps {
  id: string;
  title: string;
  size?: "wide" | "picture";
  onClose: () => void;
  children: ComponentChildren;
}

/** A native dialog that is open as long as it is rendered. The browser keeps the focus in it and gives it back afterwards. */
export function Modal({ id, title, size, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={size ? `modal ${size}` : "modal"}
      aria-labelledby={`${id}-title`}
      // Escape closes it by way of the state, so that both always agree.
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A second Escape cannot be held back: then the browser has closed it already.
      onClose={onClose}
      // What it was opened from does not close with it.
      onKeyDown={(event) => {
        if (event.key === "Escape") event.stopPropagation();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div class="modal-body">
        <header class="panel-head">
          <h2 id={`${id}-title`}>{title}</h2>
          <button type="button" class="quiet-icon" aria-label={t("Close")} onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
