import type { ComponentChildren, Ref } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../language/translate.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import type { Words } from "../../ui/words.ts";
import { PageHead } from "../page-head.tsx";

interface FormPageProps {
  title: string;
  /** What it is for, in a sentence. */
  what: string;
  heading?: Ref<HTMLHeadingElement>;
  fault: Words | null;
  isBusy: boolean;
  /** What its button is called. */
  label: string;
  onSubmit: () => void;
  /** The fields. */
  children: ComponentChildren;
  /** What else one may do, below the button. */
  below?: ComponentChildren;
}

/** A page that is one form, with one button that sends it. */
export function FormPage(props: FormPageProps) {
  const { title, what, heading = null, fault, isBusy, label, onSubmit, children, below } = props;
  useEffect(() => {
    document.title = `${title} · Nearcast`;
  }, [title]);
  return (
    <div class="page">
      <PageHead />
      <main class="narrow-page">
        <form
          class="card stacked"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            <p class="quiet">{what}</p>
          </div>
          {children}
          <FaultBox words={fault} />
          <button type="submit" class="button primary wide large" aria-busy={isBusy}>
            {isBusy ? t("One moment…") : label}
          </button>
          {below}
        </form>
      </main>
    </div>
  );
}
