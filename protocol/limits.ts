/** What may come in, at most. Sizes are in characters of JSON text unless a name says otherwise. */
export const LIMITS = {
  /** Regions that a room's media may be bound to. */
  regionsPerRoom: 20,
  /** The body of one request to the API, in bytes. */
  requestBytes: 4_096,
  /** What a media node says of itself at most: one that says more is wrong, or lies. */
  roomsPerNode: 100_000,
  peoplePerNode: 100_000,
  consumersPerNode: 1_000_000,
  /** One frame of its control link. */
  nodeControlChars: 200_000,
  /** Rooms that it names when it is asked which it serves. */
  roomsNamed: 1_000,
  /** A host's name, or its IP address. */
  hostChars: 253,
  /** One frame from a page: a join with the capabilities of today's browsers is below 12,000, and 20,000 more name all that is ready. */
  clientFrameChars: 64_000,
  /**
   * One frame from a media node: its largest message is the `produced` of a stream in a full room, with a consumer of some
   * 1,500 characters for each participant.
   */
  nodeFrameChars: 4_000_000,
  /** Items in one frame between a room and its node, */
  itemsPerNodeFrame: 1_000,
  /** and the characters of a frame to which a room adds no more: a room that gets a node attaches everybody at once. */
  fullFrameChars: 1_000_000,
  /** Items in one frame from a page. */
  itemsPerFrame: 32,
  /** What the owner may set as a room's limit at most, */
  participantsPerRoom: 1_000,
  /** and what it is before. */
  participantsByDefault: 200,
  /** In an encrypted room each page sends its keys to each other one. */
  encryptedParticipants: 200,
  /** Rooms in somebody's list: their own, and as many of others. */
  roomsListed: 100,
  /** People who wait at a room's door, */
  waitingPerRoom: 50,
  /** and of those who come from one address. */
  waitingPerAddress: 10,
  /** People who have the room's page open and whom a node has transports ready for, */
  reservationsPerRoom: 50,
  /** and of those who come from one address. */
  reservationsPerAddress: 10,
  bansPerRoom: 500,
  /** Invitations of one room that are still good. */
  invitesPerRoom: 50,
  /** People who may come in by one of them, where that is counted. */
  inviteUses: 100,
  leastRoomPasswordChars: 6,
  /** People of whom a room remembers, while its meeting lasts, that they were in. */
  admittedPerRoom: 2_000,
  /** With more than these in the room, media goes via the node alone: each page would send everything to each other one. */
  directParticipants: 3,
  /** Sockets of one room, those included that have not joined yet or are being replaced. */
  socketsPerRoom: 1_500,
  /** A screen with its sound, a camera, a microphone, and two more screens with theirs. */
  producersPerParticipant: 8,
  /** Streams of all people in a room: a camera and a microphone of everybody in a room of the usual size, and their screens. */
  producersPerRoom: 500,
  /** What a page is among those who have an encrypted room's link: a public key and its seal are below 140. */
  identityChars: 400,
  /** Cloudflare says two servers with at most six addresses each. */
  iceServers: 8,
  iceServerUrls: 16,
  nameChars: 60,
  titleChars: 80,
  handleChars: 30,
  passkeyIdChars: 1_400,
  /** Passkeys that one account has. */
  passkeys: 20,
  emailChars: 254,
  leastPasswordChars: 10,
  passwordChars: 200,
  statusChars: 100,
  /** The picture of a person, in bytes: its page makes it small, */
  portraitBytes: 300_000,
  /** of so many pixels, as wide as high. */
  portraitSide: 256,
  /** Pages of one person that hear of their friends at the same time, */
  socketsPerUser: 30,
  /** and what one of them says in a frame. */
  userFrameChars: 4_000,
  itemsPerUserFrame: 8,
  friends: 200,
  /** Requests of one person that are neither accepted nor taken back, */
  friendRequests: 50,
  /** and those that one person sees from others: more are not heard. */
  incomingRequests: 100,
  blocksListed: 1_000,
  /** Calls that one person makes in a minute, */
  callsPerMinute: 6,
  /** those that ring at somebody at the same time, */
  ringsAtOnce: 5,
  /** and those in their list of the last ones. */
  callsListed: 20,
  /** Browsers of one person that are told what happens while no page is open: the one that was told first gives way. */
  pushSubscriptions: 10,
  pushEndpointChars: 1_000,
  timeZoneChars: 60,
  /** What a browser says it is, as the list of sessions keeps it. */
  userAgentChars: 400,
  /** Passwords that may be tried in vain for one e-mail address, or from one network for one room, within `TIMES.passwordAttemptsMs`. */
  passwordAttempts: 10,
  /** Mails that go to one address in the same time, whoever asks for them. */
  mailsPerAddress: 5,
  chatTextChars: 4_000,
  /** The same, encrypted by its page: three bytes for each character at most, and four characters for three of those. */
  sealedTextChars: 16_100,
  /** What one page says to another through the room: a browser's offer of a few streams is below 12,000. */
  relayChars: 24_000,
  /** A file that is sent with a message, in bytes; */
  fileBytes: 25 * 1024 * 1024,
  /** all files of a room together; */
  fileBytesPerRoom: 2 * 1024 ** 3,
  /** those of one message, */
  filesPerMessage: 10,
  /** and those that were attached and not sent yet, in one room, */
  unsentFiles: 500,
  /** and by one person in it. */
  unsentFilesPerPerson: 30,
  fileNameChars: 120,
  /** Chat messages that come with a join. */
  chatTail: 50,
  /** People of whom a room knows how far they have read: who is furthest behind gives way. */
  readMarksPerRoom: 1_000,
  /** Of so many of them it tells: who has read the most. */
  readMarksTold: 100,
  /** With more in the room than these, nobody is told at once that somebody has read on: each would be told of each. */
  readersTold: 30,
  /** Nodes that somebody is named before joining, to measure the way to; */
  candidates: 4,
  /** and what is the most that it can take there and back, in milliseconds. */
  roundTripMs: 5_000,
  /** People who are attached to another node at the same time, where theirs is to end. */
  movesAtOnce: 16,
  /** People of whom one message can say that they are to be told of it. */
  mentionsPerMessage: 10,
  /** Reactions of all people to one message. */
  reactionsPerMessage: 100,
  /** Messages of former times in one answer. */
  chatPage: 50,
  /** What one searches the chat for, in characters and in words; and what is found, in one answer. */
  searchChars: 100,
  searchWords: 8,
  searchPage: 20,
  /** The width or height of a picture, in pixels. */
  pictureSide: 16_384,
  /** Streams in one `watch`: as many as a room has. */
  watchedStreams: 500,
  /** What a viewer may cap itself to, in bit/s: several voices and a share's sound fit into the least. */
  leastMaxBitrate: 250_000,
  greatestMaxBitrate: 100_000_000,
  /** Marks in one `annotate`, */
  marksPerMessage: 16,
  /** and points in one of them. */
  pointsPerMark: 128,
  pointsPerStroke: 2_048,
  /** What a page keeps of one person's marks on a share: the oldest strokes give way. */
  strokesPerPerson: 256,
  pointsPerPerson: 8_192,
  /** Room events kept in memory for pages that come back with (epoch, seq). */
  eventLog: 256,
} as const;

/** How long things last. */
export const TIMES = {
  /** A participant whose socket is lost is kept this long. */
  resumeGraceMs: 30_000,
  /** Who has the room's page open may join at any moment for this long, and after that may have thought better of it. */
  expectedMs: 20_000,
  /** A room that nobody is in keeps its router this long, so that who opens the page next joins at once. */
  emptyRoomMs: 60_000,
  /**
   * A node whose link is lost is asked after when it is not back in this time. A process that dies closes all its links at once, and what
   * asks its registry goes a longer way than what tells it.
   */
  nodeDoubtMs: 50,
  /** A node whose link stays lost, or of which people say that they hear nothing, is asked after at most this often. */
  nodeDoubtsApartMs: 1_000,
  /** A room waits this long for its node's link to come back before it moves to another node. */
  nodeGraceMs: 3_000,
  /** Who comes from where somebody came from who was banned waits at the door for so long after it. */
  addressBanMs: 24 * 3600_000,
  /** Who moves to another node, because theirs is to end, has so long to send and receive all there; */
  moveMs: 15_000,
  /** and what they sent by way of the old one flows for so long after that, until everybody shows what takes its place. */
  moveOverlapMs: 5_000,
  /** A room that found no node asks again after this long while somebody waits. */
  nodeRetryMs: 2_000,
  /** Words for somebody whose page does not hear the room right now are worth saying again after this long. */
  relayRetryMs: 1_000,
  /** A room goes direct when it has been small, and nobody was against it, for this long. */
  directCalmMs: 3_000,
  /** Who cannot send directly makes the room avoid it for so long, twice as long the next time, */
  avoidDirectMs: 60_000,
  /** and so on up to this. */
  avoidDirectMaxMs: 16 * 60_000,
  /** Friends hear of what changes about somebody at most this often, */
  presenceMs: 2_000,
  /** and that the last page is closed only when none has been opened for so long. */
  goneMs: 6_000,
  /** A call that nobody answers rings this long. */
  ringMs: 45_000,
  /** That a call was missed, or somebody mentioned, is kept for so long for a browser that is off. */
  newsSeconds: 12 * 3600,
  /** Somebody is told of one mention in a room in so long a time. */
  mentionsApartMs: 60_000,
  /** A push service that takes longer is given up on. */
  pushTimeoutMs: 10_000,
  /** Who sends mails and takes longer is given up on. */
  mailTimeoutMs: 10_000,
  /** So long the link in a mail works. */
  mailedLinkMs: 3600_000,
  /** An object that could not learn who is a friend asks again after this long while a page is open. */
  friendsRetryMs: 15_000,
  joinTokenSeconds: 300,
  /** A page that reads the chat of former times asks for another pass after this long: whoever was sent away soon reads no more. */
  chatPassSeconds: 300,
  /** Who attaches a file has so long to upload it, */
  uploadTokenSeconds: 600,
  /** and so long to send it, before it is deleted. */
  unsentFileMs: 3600_000,
  /** Files that could not be deleted are tried again after this long. */
  fileRetryMs: 60_000,
  /** Who gives credentials for relays and takes longer is given up on: a join waits for them. */
  turnTimeoutMs: 2_000,
  guestCookieSeconds: 365 * 24 * 3600,
  nodeTokenSeconds: 60,
  /** What KV said of a node's key counts for so long at each of Cloudflare's places: the least that it offers. */
  nodeKeyCacheSeconds: 30,
  /** Without an answer of KV after this long a node is asked to dial again; it gives up itself after five seconds. */
  nodeKeyTimeoutMs: 2_500,
  accessTokenSeconds: 600,
  /** Clocks of two servers may differ by this much. */
  accessToleranceSeconds: 30,
  /** Somebody who does not come back for so long is signed out. */
  sessionMs: 30 * 24 * 3600_000,
  /** A refresh token that was just replaced is still taken: two tabs may ask at once, and an answer may be lost. */
  refreshGraceMs: 30_000,
  /** Who begins to sign in at a provider or by a passkey has so long to come back. */
  challengeMs: 10 * 60_000,
  /** Passwords tried in vain are counted for so long. */
  passwordAttemptsMs: 15 * 60_000,
  /**
   * Who asks for other transports again within this time was not helped by those: ICE takes up to half a minute to fail, and a page tries
   * to repair it for 6 s.
   */
  renewedInVainMs: 60_000,
  /** What a registry says of a node that others do not reach counts for so long for whom that node fails. They ask every two seconds. */
  unreachableMs: 10_000,
  /** That a node hears nothing of another one counts for so long: while it is so it is said every two seconds, three times in a row. */
  pipeDoubtMs: 10_000,
  /** A node that does not reach another one of a room, or is not reached by it, is taken for so long only where there is no other. */
  apartMs: 10 * 60_000,
  /** A node sends a beat this often, */
  nodeBeatMs: 1_000,
  /** and is offered to no room once its last beat is older than this. */
  nodeLeaseMs: 3_000,
  /** Chat waits at most this long in the outbox while Postgres is well, */
  outboxFlushMs: 1_000,
  /** and is tried again after at most this long while it is not. */
  outboxRetryMaxMs: 15_000,
} as const;

/** Of the token buckets below, those by which a page paces what it sends. */
export const MARK_RATES = {
  /** `annotate`: a page sends 30 a second while somebody draws. What is more is dropped, */
  annotations: { burst: 60, perSecond: 40 },
  /** and so is what has more points than a hand draws; at once may come all that one person keeps. */
  points: { burst: 10_000, perSecond: 1_000 },
} as const;

/** Token buckets, one of each per socket: `burst` at once, then `perSecond`. */
export const RATES = {
  /** Messages of all types, but for those that have a rate of their own below. */
  items: { burst: 60, perSecond: 30 },
  /** Messages and edits. */
  chat: { burst: 10, perSecond: 2 },
  /** The same of one person, in however many tabs, and as often as their socket is another one. */
  chatOfPerson: { burst: 20, perSecond: 4 },
  /** What a room delivers for all who write in it: a message counts as many as are there to hear it. */
  chatDeliveries: { burst: 200_000, perSecond: 20_000 },
  /** Files that are attached. */
  files: { burst: 20, perSecond: 0.2 },
  reactions: { burst: 20, perSecond: 4 },
  /** A hash takes a few hundred milliseconds of the room's time. */
  passwords: { burst: 3, perSecond: 0.1 },
  /** That somebody writes: a page says so once a second at most, and as often that they stop. What is more is dropped, */
  typing: { burst: 6, perSecond: 2 },
  /** and so is what is more of how far somebody has read, which a page says once a second at most. */
  reads: { burst: 6, perSecond: 2 },
  /** Emojis shown for a moment, hands, and that one records. */
  gestures: { burst: 12, perSecond: 3 },
  /**
   * What is relayed has a bucket of its own, in characters: a message counts as 1,000 at least. It holds a key for each
   * participant of a full room.
   */
  relayChars: { burst: 240_000, perSecond: 40_000 },
  /** A page says what it shows at most five times a second. */
  watch: { burst: 20, perSecond: 10 },
  ...MARK_RATES,
  /** No network holds back and lets go of so many: beyond this each one is a fault. */
  annotationFlood: { burst: 600, perSecond: 60 },
  /** What a page says to the object of its person. */
  userItems: { burst: 20, perSecond: 1 },
  /** What a node says to its registry: a beat each second, and what it was asked about others, also of other areas. */
  nodeItems: { burst: 10, perSecond: 3 },
  /** Faults of one socket; when they run out the socket is closed. */
  faults: { burst: 20, perSecond: 0.5 },
} as const;
