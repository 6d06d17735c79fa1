internal import Rulebook

/// What the pages of one kind of desk have around them.
public struct DeskFrame: Sendable {
    /// Where the desk's name leads.
    let home: String
    /// What kind of desk it is.
    let tagline: Bilingual
    /// What its pages need besides the look of all.
    let style: String

    /// An issuing desk.
    public static let issuing = DeskFrame(
        home: "/runs", tagline: Bilingual(zh: "签发台", en: "issuing desk"),
        style: """
            main form.inline{max-width:none;margin:0;display:inline}form.inline button{width:auto;margin:0}
            .bottom{display:flex;align-items:center;justify-content:space-between;gap:1rem;flex-wrap:wrap}
            .bottom{margin-top:2rem}
            button.plain{background:none;color:var(--main);border:1px solid var(--line)}
            """)

    /// A relying desk.
    public static let relying = DeskFrame(
        home: "/counter", tagline: Bilingual(zh: "用证台", en: "relying desk"), style: CounterLook.style)
}
