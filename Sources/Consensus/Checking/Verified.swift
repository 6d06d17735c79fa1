/// Something all of whose signatures were checked against one height's validators: only `HeightSetup.verify` makes one.
public struct Verified<Content: Hashable & Sendable>: Hashable, Sendable {
    public let content: Content

    init(checked content: Content) { self.content = content }
}
