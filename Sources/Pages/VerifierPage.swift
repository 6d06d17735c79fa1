internal import Signing

/// The page that verifies an evidence file inside a browser: one HTML text that needs nothing but itself.
///
/// Its scripts are the files of `Verifier`, each a subject, put behind each other in one function; its words for checks
/// and reasons are those of `Evidence`, so that page and program cannot say different things.
public struct VerifierPage: Sendable {
    /// The whole page.
    public let html: String
    /// What a browser may do for it: run this script and show this style, and reach nothing. It stands in the page
    /// too, for when it is opened as a file.
    public let policy: String

    /// The page of this program.
    public static let current = VerifierPage()

    init() {
        let script = VerifierPage.script
        let style = Look.style + "\n" + VerifierPage.text(PackageResources.page_css)
        policy =
            "default-src 'none'; script-src \(VerifierPage.source(script)); style-src \(VerifierPage.source(style)); "
            + "connect-src 'none'; form-action 'none'; base-uri 'none'"
        html = VerifierPage.text(PackageResources.page_html)
            .replacing("{{policy}}", with: policy).replacing("{{style}}", with: style)
            .replacing("{{script}}", with: script)
    }

    /// All files in one function: nothing of it is reachable from outside.
    private static var script: String {
        let catalogue = "const catalogue = \(VerifierCatalogue.literal);\n"
        return "\"use strict\";\n(() => {\n" + catalogue + parts.map(text).joined() + "})();\n"
    }

    /// In the order in which they rest on each other.
    private static var parts: [[UInt8]] {
        [
            PackageResources.bytes_js, PackageResources.base64_js, PackageResources.sha256_js, PackageResources.cbor_js,
            PackageResources.json_js, PackageResources.signatures_js,
            PackageResources.merkle_js, PackageResources.notes_js, PackageResources.receipts_js,
            PackageResources.state_js, PackageResources.readable_js, PackageResources.epochs_js,
            PackageResources.statements_js, PackageResources.entries_js,
            PackageResources.jws_js, PackageResources.presentation_js, PackageResources.claims_js,
            PackageResources.objection_js, PackageResources.shared_js, PackageResources.policy_js,
            PackageResources.file_js, PackageResources.ledger_js, PackageResources.use_js, PackageResources.standing_js,
            PackageResources.document_js, PackageResources.verdict_js,
            PackageResources.words_js, PackageResources.elements_js, PackageResources.report_js,
            PackageResources.page_js,
        ]
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A text as a policy names it (CSP level 3, section 2.3.1).
    private static func source(_ text: String) -> String {
        "'sha256-\(Base64.encode(SHA256.digest(text.utf8).bytes))'"
    }
}
