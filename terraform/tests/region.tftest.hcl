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

run "what_is_just_within_is_taken" {
  module { source = "./modules/sfu-node" }
  variables {
    region              = "a-name-of-forty-letters-the-most-it-has1"
    position            = { latitude = 90, longitude = -180 }
    numbers             = [1, 1000]
    most_nodes          = 1000
    media_port          = 44000
    drain_limit_seconds = 604800
    edge_url            = "http://localhost:8787"
    image               = "registry.example.org:5000/nearcast@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    ssh_sources         = ["203.0.113.0/24", "2001:db8::/32"]
    metrics_sources     = ["203.0.113.7/32"]
  }
  assert {
    condition     = length(output.nodes) == 2
    error_message = jsonencode(output.nodes)
  }
}

run "what_is_below_is_refused" {
  command = plan
  module { source = "./modules/sfu-node" }
  variables {
    region              = "eu"
    position            = { latitude = -90.1, longitude = 0 }
    numbers             = [0]
    media_port          = 1023
    drain_limit_seconds = -1
  }
  expect_failures = [var.region, var.position, var.numbers, var.media_port, var.drain_limit_seconds]
}

run "what_is_above_is_refused" {
  command = plan
  module { source = "./modules/sfu-node" }
  variables {
    region              = "a-name-of-forty-one-letters-one-too-many1"
    position            = { latitude = 0, longitude = 180.1 }
    numbers             = [3]
    media_port          = 44001
    drain_limit_seconds = 604801
  }
  expect_failures = [var.region, var.position, var.numbers, var.media_port, var.drain_limit_seconds]
}

run "what_is_no_whole_number_is_refused" {
  command = plan
  module { source = "./modules/sfu-node" }
  variables {
    numbers             = [1.5]
    media_port          = 40000.5
    drain_limit_seconds = 0.5
  }
  expect_failures = [var.numbers, var.media_port, var.drain_limit_seconds]
}

run "so_many_nodes_are_refused" {
  command = plan
  module { source = "./modules/sfu-node" }
  variables {
    most_nodes = 1001
  }
  expect_failures = [var.most_nodes]
}

run "half_a_node_is_refused" {
  command = plan
  module { source = "./modules/sfu-node" }
  variables {
    most_nodes = 1.5
  }
  expect_failures = [var.most_nodes]
}

run "what_was_mistyped_is_refused" {
  command = plan
  module { source = "./modules/sfu-node" }
  variables {
    region          = "eu--central"
    cloud           = "aws"
    location        = "Falkenstein"
    machine         = "CCX 13"
    position        = { latitude = 0, longitude = 0 }
    edge_url        = "https://meet.example.org/"
    image           = "ghcr.io/example/nearcast-sfu-node"
    ssh_public_key  = "AAAA you@example.org"
    ssh_sources     = ["203.0.113.7"]
    metrics_sources = ["anywhere"]
  }
  expect_failures = [
    var.region, var.cloud, var.location, var.machine, var.position, var.edge_url, var.image, var.ssh_public_key,
    var.ssh_sources, var.metrics_sources,
  ]
}

run "what_would_be_read_as_something_else_is_refused" {
  command = plan
  module { source = "./modules/sfu-node" }
  variables {
    region         = "1-central"
    edge_url       = "meet.example.org"
    image          = "ghcr.io/Example/nearcast-sfu-node@sha256:0123"
    ssh_public_key = "ssh-ed25519 AAAA you@example.org\nssh-ed25519 BBBB another@example.org"
  }
  expect_failures = [var.region, var.edge_url, var.image, var.ssh_public_key]
}
