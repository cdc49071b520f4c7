import type { ComponentChildren } from "preact";

/** An icon of the set: 24 units, drawn with a line of 1.75, shown at 20 pixels. It says nothing: its button does. */
function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const draw = (...paths: string[]) =>
  function Drawn() {
    return (
      <Icon>
        {paths.map((path) => (
          <path key={path} d={path} />
        ))}
      </Icon>
    );
  };

const MICROPHONE = ["M5.5 11.5a6.5 6.5 0 0 0 13 0", "M12 18v3"];
const CAMERA = "m16.5 10.5 3.6-2.3a.6.6 0 0 1 .9.5v6.6a.6.6 0 0 1-.9.5l-3.6-2.3";

export const MicrophoneIcon = draw("M12 3a3 3 0 0 0-3 3v5.5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z", ...MICROPHONE);
export const MicrophoneOffIcon = draw(
  "M9 9v2.5a3 3 0 0 0 4.8 2.4M15 11V6a3 3 0 0 0-5.7-1.3",
  "M5.5 11.5a6.5 6.5 0 0 0 10.7 5M18.5 11.5c0 .9-.2 1.8-.5 2.6",
  "M12 18v3",
  "m4 4 16 16",
);
export const CameraIcon = draw(
  "M5 6.5h9A2.5 2.5 0 0 1 16.5 9v6a2.5 2.5 0 0 1-2.5 2.5H5A2.5 2.5 0 0 1 2.5 15V9A2.5 2.5 0 0 1 5 6.5Z",
  CAMERA,
);
export const CameraOffIcon = draw(
  "M6.5 6.5H5A2.5 2.5 0 0 0 2.5 9v6A2.5 2.5 0 0 0 5 17.5h9c.8 0 1.5-.4 2-.9",
  "M10.5 6.5H14A2.5 2.5 0 0 1 16.5 9v3.5",
  CAMERA,
  "m4 4 16 16",
);
export const ScreenIcon = draw(
  "M5 4.5h14A2.5 2.5 0 0 1 21.5 7v7.5A2.5 2.5 0 0 1 19 17H5a2.5 2.5 0 0 1-2.5-2.5V7A2.5 2.5 0 0 1 5 4.5Z",
  "M8 20.5h8",
  "M12 13.5V8m-2.5 2.3L12 7.8l2.5 2.5",
);
export const ScreenStopIcon = draw(
  "M5 4.5h14A2.5 2.5 0 0 1 21.5 7v7.5A2.5 2.5 0 0 1 19 17H5a2.5 2.5 0 0 1-2.5-2.5V7A2.5 2.5 0 0 1 5 4.5Z",
  "M8 20.5h8",
  "m9.8 8.5 4.4 4.5m0-4.5L9.8 13",
);
export const ChatIcon = draw(
  "M12 4c5 0 9 3.2 9 7.3s-4 7.3-9 7.3c-1 0-2-.1-2.9-.4L5 20.5l.9-3.7C4.1 15.5 3 13.5 3 11.3 3 7.2 7 4 12 4Z",
);
export const PeopleIcon = draw(
  "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
  "M2.5 19.5c.4-3.2 3-5 6.5-5s6.1 1.8 6.5 5",
  "M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.8c2 .7 3.2 2.3 3.5 4.7",
);
export const PersonIcon = draw(
  "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z",
  "M4.5 20.5c.5-3.8 3.5-6 7.5-6s7 2.2 7.5 6",
);
export const LinkIcon = draw(
  "M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1.3 1.3",
  "M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.3-1.3",
);
export const LeaveIcon = draw(
  "M13.5 4.5H7A2.5 2.5 0 0 0 4.5 7v10A2.5 2.5 0 0 0 7 19.5h6.5",
  "M10 12h10m-3.5-3.5L20 12l-3.5 3.5",
);
export const CloseIcon = draw("m6 6 12 12M18 6 6 18");
export const SearchIcon = draw("M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.8-1.7L20 20");
export const ClipIcon = draw(
  "m19.5 11-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l7.9-7.9a3.1 3.1 0 0 1 4.4 4.4l-7.7 7.7a1.6 1.6 0 0 1-2.3-2.3l7-7",
);
export const FileIcon = draw(
  "M13.5 3.5H8A2.5 2.5 0 0 0 5.5 6v12A2.5 2.5 0 0 0 8 20.5h8a2.5 2.5 0 0 0 2.5-2.5V8.5l-5-5Z",
  "M13.5 3.5v5h5",
);
export const SendIcon = draw("M4 12 20 4.5 15.5 20l-3.8-6.3L4 12Zm7.7 1.7L20 4.5");
export const SettingsIcon = draw(
  "M4 7h8.5M17.5 7H20M4 17h2.5M11.5 17H20",
  "M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  "M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
);
export const LockIcon = draw(
  "M7 10.5h10a2 2 0 0 1 2 2V18a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5.5a2 2 0 0 1 2-2Z",
  "M8 10.5V8a4 4 0 0 1 8 0v2.5",
);
export const CheckIcon = draw("m5 12.5 4.5 4.5L19 7.5");
export const WarningIcon = draw(
  "M12 8.5v4.5M12 16.5v.1",
  "M10.3 4.4 2.8 17.3a2 2 0 0 0 1.7 3h15a2 2 0 0 0 1.7-3L13.7 4.4a2 2 0 0 0-3.4 0Z",
);
export const InfoIcon = draw("M12 11v5M12 7.8v.1", "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z");
export const ExpandIcon = draw("M14.5 4.5h5v5M9.5 19.5h-5v-5M19.5 4.5 14 10M4.5 19.5 10 14");
export const ReplyIcon = draw("M9.5 7 4.5 12l5 5", "M4.5 12H14a5.5 5.5 0 0 1 5.5 5.5V19");
export const TrashIcon = draw(
  "M5 7h14M10 7V5.5A1.5 1.5 0 0 1 11.5 4h1A1.5 1.5 0 0 1 14 5.5V7",
  "m6.5 7 .8 11.6a1.5 1.5 0 0 0 1.5 1.4h6.4a1.5 1.5 0 0 0 1.5-1.4L17.5 7",
  "M10.5 11v5M13.5 11v5",
);
export const SmileIcon = draw(
  "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
  "M8.5 14a4.2 4.2 0 0 0 7 0",
  "M9.2 9.6v.1M14.8 9.6v.1",
);
export const RecordIcon = draw(
  "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
  "M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
);
export const PlusIcon = draw("M12 5v14M5 12h14");
export const MinusIcon = draw("M5 12h14");
export const ShrinkIcon = draw("M14 4.5V10h5.5M10 19.5V14H4.5M14 10l5.5-5.5M10 14l-5.5 5.5");
export const FloatIcon = draw(
  "M20.5 11V7A2.5 2.5 0 0 0 18 4.5H6A2.5 2.5 0 0 0 3.5 7v10A2.5 2.5 0 0 0 6 19.5h4",
  "M14.5 13.5h5a1.5 1.5 0 0 1 1.5 1.5v3a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 13 18v-3a1.5 1.5 0 0 1 1.5-1.5Z",
);
export const WindowIcon = draw(
  "M11 5.5H6A1.5 1.5 0 0 0 4.5 7v11A1.5 1.5 0 0 0 6 19.5h11a1.5 1.5 0 0 0 1.5-1.5v-5",
  "M14.5 4.5h5v5M19.5 4.5 11 13",
);
export const BackIcon = draw("M9.5 8 5 12.5 9.5 17M5 12.5h9a5 5 0 0 0 5-5V6");
export const AnotherScreenIcon = draw(
  "M5 4.5h14A2.5 2.5 0 0 1 21.5 7v7.5A2.5 2.5 0 0 1 19 17H5a2.5 2.5 0 0 1-2.5-2.5V7A2.5 2.5 0 0 1 5 4.5Z",
  "M8 20.5h8",
  "M12 8v5.5M9.2 10.8h5.6",
);
export const PinIcon = draw("M9 4h6l-.8 6 3.3 3.5h-11L9.8 10 9 4ZM12 13.5V20");
export const PointerIcon = draw("M5.5 4.5 19 11.2l-6 1.9-2.7 5.9L5.5 4.5Z");
const PEN = "m4.5 19.5 1-4.2L16.2 4.6a1.6 1.6 0 0 1 2.3 0l.9.9a1.6 1.6 0 0 1 0 2.3L8.7 18.5l-4.2 1Z";
export const PenIcon = draw(PEN, "m14 6.8 3.2 3.2");
export const UndoIcon = draw("M8.5 6 4.5 10l4 4", "M4.5 10H14a5 5 0 0 1 0 10h-3");
export const ClearIcon = draw(
  "m9 18.5-4-4a2 2 0 0 1 0-2.8l6.7-6.7a2 2 0 0 1 2.8 0l4.3 4.3a2 2 0 0 1 0 2.8l-6.4 6.4H9ZM12.5 18.5H20M8 8.7l7 7",
);
const OTHERS = ["M8.5 10.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z", "M3 18.5c.3-3.2 2.4-5 5.5-5 .9 0 1.7.1 2.4.4"];
const OTHERS_PEN = "m12 20 .6-2.9 5.2-5.2a1.3 1.3 0 0 1 1.9 0l.4.4a1.3 1.3 0 0 1 0 1.9L14.9 19.4 12 20Z";
export const OthersPenIcon = draw(...OTHERS, OTHERS_PEN);
export const OthersPenOffIcon = draw(...OTHERS, OTHERS_PEN, "m4 4 16 16");
export const SoundIcon = draw(
  "M4.5 9.5v5H8l4.5 4V5.5L8 9.5H4.5Z",
  "M16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
);
export const MoreIcon = draw("M6 12h.01M12 12h.01M18 12h.01");
export const ArrowIcon = draw("M5 12h14m-5-5 5 5-5 5");
export const SyncIcon = draw("M20 11a8 8 0 0 0-14.3-4L4 9M4 5v4h4M4 13a8 8 0 0 0 14.3 4L20 15M20 19v-4h-4");
export const HandIcon = draw(
  "M8 12.5V6a1.5 1.5 0 0 1 3 0v5m0-6.5a1.5 1.5 0 0 1 3 0V11m0-4.5a1.5 1.5 0 0 1 3 0V14a7 7 0 0 1-7 7c-2.6 0-4-1.2-5.2-3.2L3.3 14a1.5 1.5 0 0 1 2.5-1.6L8 14.8",
);
export const DoorIcon = draw(
  "M6 20.5V5a1.5 1.5 0 0 1 1.5-1.5h9A1.5 1.5 0 0 1 18 5v15.5",
  "M3.5 20.5h17M14.5 12.5v.1",
);
export const KeyIcon = draw(
  "M8 20.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z",
  "m11.2 12.8 8.3-8.3M16 8l2.8 2.8",
);
