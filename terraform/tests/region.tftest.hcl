# What the module makes of a region's settings, and what it refuses. Every cloud is a mock.

mock_provider "cloudflare" {}
mock_provider "hcloud" { source = "./tests/mocks" }
mock_provider "linode" { source = "./tests/mocks" }
mock_provider "tls" { source = "./tests/mocks" }

variables {
  region                 = "south-america-east-sao-paulo-zone-1"
  cloud                  = "linode"
  location               = "br-gru"
  machine                = "g6-dedicated-2"
  position               = { latitude = -23.5, longitude = -46.6 }
  most_nodes             = 2
  cloudflare_account_id  = "0123456789abcdef0123456789abcdef"
  node_keys_namespace_id = "abc"
  edge_url               = "https://meet.example.org"
  image                  = "ghcr.io/example/nearcast-sfu-node:1"
  ssh_public_key         = "ssh-ed25519 AAAA you@example.org"
}

run "a_long_name_is_cut_for_a_firewall" {
  module { source = "./modules/sfu-node" }
  assert {
    condition     = linode_firewall.node[0].label == "south-america-east-sao-23e2a46b"
    error_message = linode_firewall.node[0].label
  }
}

run "and_two_of_the_same_beginning_stay_two" {
  module { source = "./modules/sfu-node" }
  variables {
    region = "south-america-east-sao-paulo-zone-2"
  }
  assert {
    condition = (linode_firewall.node[0].label != "south-america-east-sao-23e2a46b"
    && length(linode_firewall.node[0].label) <= 32)
    error_message = linode_firewall.node[0].label
  }
}

run "a_short_name_is_a_firewalls_as_it_is" {
  module { source = "./modules/sfu-node" }
  variables {
    region = "south-america"
  }
  assert {
    condition     = linode_firewall.node[0].label == "south-america"
    error_message = linode_firewall.node[0].label
  }
}
