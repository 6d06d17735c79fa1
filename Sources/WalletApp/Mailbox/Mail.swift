internal import Rulebook
internal import Sealing
internal import Signing

/// One delivery: in whose mailbox, under which number, and what may be erased once it is stored.
struct Mail: Hashable, Sendable {
    let issuer: MemberID
    let number: UInt64
    let tag: MailboxTag
    /// Empty for one that is refused: its sender can still look at it.
    var erasures: [MailErasure] = []
}

/// What erases one sealed body from the strongroom.
struct MailErasure: Hashable, Sendable {
    let tag: MailboxTag
    let secret: Digest
}
