// swift-tools-version: 6.2
import PackageDescription

// One program that drives every decoder of the core with libFuzzer. The sources are those of the main package,
// built once more with coverage and the address sanitizer; the plain tests never see these settings.

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
]
let watched = house + [.unsafeFlags(["-sanitize=fuzzer,address"])]
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")

let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    ],
    targets: [
        .systemLibrary(name: "CFuzzer", path: "CFuzzer"),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        .target(name: "Signing", dependencies: ["CSodium", "COpenSSL", crypto], swiftSettings: watched),
        .target(name: "Ledger", dependencies: ["Signing"], swiftSettings: watched),
        .target(name: "Identifiers", swiftSettings: watched),
        .target(name: "Consensus", dependencies: ["Ledger", "Signing"], swiftSettings: watched),
        .target(name: "Rulebook", dependencies: ["Consensus", "Ledger", "Signing"], swiftSettings: watched),
        .target(name: "Sealing", dependencies: ["Signing", "CSodium", crypto], swiftSettings: watched),
        .target(name: "Releasing", dependencies: ["Sealing", "Ledger", "Signing"], swiftSettings: watched),
        .target(
            name: "Credentials", dependencies: ["Signing", "CZlib", crypto, x509, asn1], swiftSettings: watched),
        .target(
            name: "Evidence", dependencies: ["Releasing", "Credentials", "Rulebook", "Ledger", "Signing"],
            swiftSettings: watched),
        .target(name: "Importing", dependencies: ["Rulebook", "Identifiers", "Signing"], swiftSettings: watched),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "Evidence", "Credentials", "Importing", "Releasing", "Sealing", "Rulebook", "Identifiers", "Ledger",
                "Signing",
                "CFuzzer",
            ],
            path: ".",
            exclude: ["Sources", "CFuzzer", "Corpus"],
            sources: ["Fuzzing+C.swift", "Decoders"],
            swiftSettings: watched,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ]
)
