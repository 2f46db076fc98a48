import "./styles/library.css";
