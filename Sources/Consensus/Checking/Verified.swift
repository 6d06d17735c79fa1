/// Something all of whose signatures were checked against one height's validators: only
/// `HeightSetup.verify` makes one, and the machine itself for what it puts together from such.
public struct Verified<Content: Hashable & Sendable>: Hashable, Sendable {
    public let content: Content

    init(checked content: Content) { self.content = content }
}
