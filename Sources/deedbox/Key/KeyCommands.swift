public import ArgumentParser
public import Signing

/// `deedbox key …`: files that hold private keys.
struct KeyCommands: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key", abstract: KeyWords.abstract, discussion: KeyWords.discussion,
            subcommands: [KeyNew.self, KeySealing.self, KeyNode.self, KeyShow.self, KeySample.self])
    }
}

extension KeyPurpose: ExpressibleByArgument {}

extension KeyPurpose {
    /// The algorithm that keys of this purpose have unless asked otherwise.
    var algorithm: SignatureAlgorithm {
        switch self {
        case .link, .credential, .presentation: .es256
        case .statement, .governance, .log, .cosigner, .vote, .release, .grant: .ed25519
        }
    }

    /// True when the rules allow one algorithm only.
    var isFixed: Bool {
        switch self {
        case .statement, .governance: false
        case .credential, .presentation, .link, .log, .cosigner, .vote, .release, .grant: true
        }
    }
}
